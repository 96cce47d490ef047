import { trainingApi } from '@millrace/api';
import type { Command } from 'commander';
import { describeRun } from '../leaderboard-text.js';
import type { OpenSession } from '../session.js';
import { table } from '../table.js';

export function addRunCommands(program: Command, open: OpenSession): void {
  const runs = program.command('runs').description('look at training runs');

  runs
    .command('show')
    .description('show a run with its leaderboard')
    .argument('<id>', 'id of the run')
    .action(async (id: string) => {
      const { client, show } = open();
      const run = await client.call(trainingApi.getTrainingRun, { params: { id } });
      show(run, () => describeRun(run));
    });

  runs
    .command('list')
    .description('list runs, newest first')
    .option('--dataset <name>', 'only those on a dataset')
    .action(async (options: { dataset?: string }) => {
      const { client, show } = open();
      const query = options.dataset === undefined ? {} : { dataset: options.dataset };
      const page = await client.call(trainingApi.listTrainingRuns, { query });
      show(page, () =>
        table(
          ['id', 'status', 'dataset', 'best', 'model', 'created'],
          page.items.map((run) => [
            run.id,
            run.status,
            `${run.dataset} v${run.version}`,
            run.best,
            run.modelVersion === undefined ? undefined : `${run.model} v${run.modelVersion}`,
            run.createdAt,
          ]),
        ),
      );
    });
}

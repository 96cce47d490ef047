import { trainingApi } from '@millrace/api';
import type { Command } from 'commander';
import { describeEvaluation, describeExplanation } from '../evaluation-text.js';
import { followRun, refuseUnlessSucceeded } from '../follow-run.js';
import { describeRun } from '../leaderboard-text.js';
import type { OpenSession } from '../session.js';
import { table } from '../table.js';

export function addRunCommands(program: Command, open: OpenSession): void {
  const runs = program.command('runs').description('look at training runs, follow and cancel them');

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
    .command('follow')
    .description('show the progress of a run, wait for its end and print the leaderboard')
    .argument('<id>', 'id of the run')
    .action(async (id: string) => {
      const session = open();
      const run = await followRun(session.client, id, session);
      session.show(run, () => describeRun(run));
      refuseUnlessSucceeded(run);
    });

  runs
    .command('cancel')
    .description('cancel a run that has not ended')
    .argument('<id>', 'id of the run')
    .action(async (id: string) => {
      const { client, show } = open();
      const run = await client.call(trainingApi.cancelTrainingRun, { params: { id } });
      show(run, () => `${run.id}: ${run.status}`);
    });

  runs
    .command('evaluation')
    .description('show how the winner of a run did on the holdout')
    .argument('<id>', 'id of the run')
    .action(async (id: string) => {
      const { client, show } = open();
      const found = await client.call(trainingApi.getTrainingRunEvaluation, { params: { id } });
      show(found, () => describeEvaluation(found));
    });

  runs
    .command('explanation')
    .description('show which features the winner of a run leans on')
    .argument('<id>', 'id of the run')
    .action(async (id: string) => {
      const { client, show } = open();
      const found = await client.call(trainingApi.getTrainingRunExplanation, { params: { id } });
      show(found, () => describeExplanation(found));
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

import { setTimeout as wait } from 'node:timers/promises';
import type { Client, TrainingRunBody } from '@millrace/api';
import { trainingApi } from '@millrace/api';
import { Option, type Command } from 'commander';
import { describeRun } from '../leaderboard-text.js';
import { NegativeResult, UsageError } from '../session.js';
import type { OpenSession, Terminal } from '../session.js';
import { nonNegativeInteger, positiveInteger } from '../whole-number.js';

interface TrainOptions {
  readonly datasetVersion?: number;
  readonly target?: string;
  readonly metric?: string;
  readonly task?: string;
  readonly groupBy?: string;
  readonly timeBy?: string;
  readonly model?: string;
  readonly candidates?: string[];
  readonly seed?: number;
  readonly follow?: true;
}

export function addTrainCommand(program: Command, open: OpenSession): void {
  program
    .command('train')
    .description('train candidates on a dataset and register the best')
    .argument('<dataset>', 'name of the dataset')
    .option('--dataset-version <number>', 'version to train on (default: newest)', positiveInteger)
    .option('--target <column>', "column to predict (default: the dataset's own)")
    .option(
      '--metric <name>',
      `what to choose by: ${trainingApi.metricNameSchema.options.join(', ')}`,
    )
    .addOption(
      new Option('--task <name>', 'what to learn (default: what the target looks like)').choices(
        trainingApi.taskSchema.options,
      ),
    )
    .addOption(
      new Option(
        '--group-by <column>',
        'never split rows of one group, such as a patient',
      ).conflicts('timeBy'),
    )
    .option('--time-by <column>', 'hold the newest rows out, by a number or an ISO 8601 date')
    .option('--model <name>', "name of the model (default: the dataset's)")
    .option('--candidates <names...>', 'candidates to train (default: all)')
    .option('--seed <number>', 'seed of splits and learners', nonNegativeInteger)
    .option('--follow', 'wait for the end and print the leaderboard')
    .action(async (dataset: string, options: TrainOptions) => {
      const session = open();
      const { datasetVersion, metric, task, groupBy, timeBy, follow, ...rest } = options;
      const body = {
        ...rest,
        dataset,
        ...(datasetVersion === undefined ? {} : { version: datasetVersion }),
        ...(metric === undefined ? {} : { metric: checkedMetric(metric) }),
        ...(task === undefined ? {} : { task: trainingApi.taskSchema.parse(task) }),
        ...(groupBy === undefined ? {} : { splitBy: { kind: 'group', column: groupBy } as const }),
        ...(timeBy === undefined ? {} : { splitBy: { kind: 'time', column: timeBy } as const }),
      };
      const started = await session.client.call(trainingApi.startTrainingRun, { body });
      if (!follow) {
        session.show(started, () => started.id);
        return;
      }
      const run = await untilEnded(session.client, started.id, session);
      session.show(run, () => describeRun(run));
      if (run.status !== 'succeeded') {
        throw new NegativeResult(`The run ${run.status}${run.reason ? `: ${run.reason}` : '.'}`);
      }
    });
}

function checkedMetric(name: string) {
  const metric = trainingApi.metricNameSchema.safeParse(name);
  if (metric.success) return metric.data;
  const known = trainingApi.metricNameSchema.options.join(', ');
  throw new UsageError(`There is no metric "${name}"; there are ${known}.`);
}

/** Follows a run to its end: by its events while they last, then by asking. */
async function untilEnded(
  client: Client,
  id: string,
  terminal: Terminal,
): Promise<TrainingRunBody> {
  const params = { id };
  let said = '';
  const say = (run: TrainingRunBody) => {
    const line = `${run.status}, ${run.leaderboard.length} candidates done`;
    if (line !== said) terminal.err(line);
    said = line;
  };
  const hasEnded = (run: TrainingRunBody) => run.status !== 'queued' && run.status !== 'running';
  try {
    for await (const run of client.follow(trainingApi.followTrainingRun, { params })) {
      say(run);
      if (hasEnded(run)) return run;
    }
  } catch {
    // A proxy may not let events through; the run itself still answers.
  }
  for (;;) {
    const run = await client.call(trainingApi.getTrainingRun, { params });
    say(run);
    if (hasEnded(run)) return run;
    await wait(1_000);
  }
}

import { algorithmCatalogue, trainingApi } from '@millrace/api';
import { Option, type Command } from 'commander';
import { followRun, refuseUnlessSucceeded } from '../follow-run.js';
import { describeRun } from '../leaderboard-text.js';
import { UsageError } from '../session.js';
import type { OpenSession } from '../session.js';
import { nonNegativeInteger, positiveInteger } from '../whole-number.js';

interface TrainOptions {
  readonly datasetVersion?: number;
  readonly target?: string;
  readonly metric?: string;
  readonly task?: string;
  readonly positiveClass?: string;
  readonly groupBy?: string;
  readonly timeBy?: string;
  readonly leaveOut?: string[];
  readonly model?: string;
  readonly candidates?: string[];
  readonly seed?: number;
  readonly searchTrials?: number;
  readonly searchSeconds?: number;
  readonly timeLimit?: number;
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
    .option(
      '--positive-class <class>',
      'of two classes, the one to find (default: the second in order)',
    )
    .addOption(
      new Option(
        '--group-by <column>',
        'never split rows of one group, such as a patient',
      ).conflicts('timeBy'),
    )
    .option('--time-by <column>', 'hold the newest rows out, by a number or an ISO 8601 date')
    .option('--leave-out <columns...>', 'columns to learn nothing from')
    .option('--model <name>', "name of the model (default: the dataset's)")
    .option(
      '--candidates <names...>',
      `candidates to train (default: all): ${algorithmCatalogue.map(({ name }) => name).join(', ')}`,
    )
    .option('--seed <number>', 'seed of splits and learners', nonNegativeInteger)
    .option(
      '--search-trials <number>',
      'sets of parameters to try beside the usual',
      positiveInteger,
    )
    .option('--search-seconds <number>', 'how long to try sets of parameters', positiveInteger)
    .option('--time-limit <seconds>', 'how long to look at candidates at most', positiveInteger)
    .option('--follow', 'show the progress, wait for the end and print the leaderboard')
    .action(async (dataset: string, options: TrainOptions) => {
      const session = open();
      const {
        datasetVersion,
        metric,
        task,
        groupBy,
        timeBy,
        follow,
        searchTrials,
        searchSeconds,
        timeLimit,
        ...rest
      } = options;
      const body = {
        ...rest,
        dataset,
        ...(datasetVersion === undefined ? {} : { version: datasetVersion }),
        ...(metric === undefined ? {} : { metric: checkedMetric(metric) }),
        ...(searchTrials === undefined && searchSeconds === undefined
          ? {}
          : { search: { trials: searchTrials, seconds: searchSeconds } }),
        ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
        ...(task === undefined ? {} : { task: trainingApi.taskSchema.parse(task) }),
        ...(groupBy === undefined ? {} : { splitBy: { kind: 'group', column: groupBy } as const }),
        ...(timeBy === undefined ? {} : { splitBy: { kind: 'time', column: timeBy } as const }),
      };
      const started = await session.client.call(trainingApi.startTrainingRun, { body });
      if (!follow) {
        session.show(started, () => started.id);
        return;
      }
      const run = await followRun(session.client, started.id, session);
      session.show(run, () => describeRun(run));
      refuseUnlessSucceeded(run);
    });
}

function checkedMetric(name: string) {
  const metric = trainingApi.metricNameSchema.safeParse(name);
  if (metric.success) return metric.data;
  const known = trainingApi.metricNameSchema.options.join(', ');
  throw new UsageError(`There is no metric "${name}"; there are ${known}.`);
}

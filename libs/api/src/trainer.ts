import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { evaluationSchema } from './evaluation.js';
import { explanationSchema } from './explanation.js';
import { metricCatalogue } from './metric-catalogue.js';
import { listOf, metricsSchema, nameSchema, pageQuery, taskSchema, timeSchema } from './shapes.js';

const tag = 'Training';

export { evaluationSchema, explanationSchema, taskSchema };

export const metricNameSchema = z.enum(metricCatalogue.map(({ name }) => name));

/**
 * What parts training rows from held-out ones: rows of one group are never on both sides; or the newest rows are held out.
 * Times are numbers or dates of ISO 8601. The column itself is not learned from.
 */
export const splitBySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), column: z.string().min(1).max(256) }),
  z.strictObject({ kind: z.literal('time'), column: z.string().min(1).max(256) }),
]);

export const startTrainingRunBody = z.strictObject({
  dataset: nameSchema,
  version: z.int().positive().optional(),
  model: nameSchema.optional(),
  /** Names of `algorithmCatalogue`; all of the task when absent, and always the baseline. */
  candidates: z.array(z.string().min(1).max(64)).min(1).max(32).optional(),
  /**
   * Parameters to try beside the usual ones: so many sets, for so long, or to whichever comes first. A budget in trials is
   * reproducible, one in seconds is not.
   */
  search: z
    .strictObject({
      trials: z.int().min(1).max(500).optional(),
      seconds: z.int().min(1).max(86_400).optional(),
    })
    .refine(({ trials, seconds }) => trials !== undefined || seconds !== undefined, {
      message: 'needs a budget in trials, in seconds, or both',
    })
    .optional(),
  /** How long after its start the run looks at candidates; then the best there is becomes the model. */
  timeLimitSeconds: z.int().min(1).max(604_800).optional(),
  /** For a regression `rmse` where nobody says otherwise, for classes `f1`. */
  metric: metricNameSchema.optional(),
  /** What the values of the target look like when absent. */
  task: taskSchema.optional(),
  /** Of two classes, the one that `…Binary` figures, the threshold and curves are of; the second in order when absent. */
  positiveClass: z.string().min(1).max(256).optional(),
  /** By chance, each class with its share, when absent. */
  splitBy: splitBySchema.optional(),
  /** Columns that nothing is learned from, and that predictions need not give. */
  leaveOut: z.array(z.string().min(1).max(256)).min(1).max(1000).optional(),
  target: z.string().min(1).max(256).optional(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
});

export const leaderboardEntrySchema = z.object({
  /** The algorithm, or that and the number of a trial of other parameters. */
  name: z.string(),
  algorithm: z.string(),
  /** `stopped`: a trial that others did better than on its first folds, or a candidate whose time was over. */
  status: z.enum(['succeeded', 'skipped', 'failed', 'stopped']),
  reason: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  validation: metricsSchema,
  /** Without what only `getTrainingRunEvaluation` tells. */
  holdout: evaluationSchema.optional(),
  fitSeconds: z.number().optional(),
  predictMicrosPerRow: z.number().optional(),
  /** The candidate's run in the registry. */
  runId: z.string().optional(),
});
export type LeaderboardEntry = z.output<typeof leaderboardEntrySchema>;

/** A candidate that has not ended. */
export const candidateUnderWaySchema = z.object({
  name: z.string(),
  algorithm: z.string(),
  /** Number of the trial, from 1; absent for a candidate with its algorithm's own parameters. */
  trial: z.int().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** On how many folds it is validated for now: a trial goes on to more while it does well. */
  folds: z.int(),
  foldsDone: z.int(),
  /** Means of the folds so far. */
  validation: metricsSchema,
});
export type CandidateUnderWay = z.output<typeof candidateUnderWaySchema>;

const standing = {
  /** From 0 to 1. */
  progress: z.number(),
  /** An estimate, which gets better as folds end; absent before anything is known, and after the end. */
  secondsLeft: z.number().optional(),
};

export const trainingRunSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  reason: z.string().optional(),
  dataset: z.string(),
  version: z.int(),
  datasetSha256: z.string().optional(),
  model: z.string(),
  trigger: z.enum(['manual', 'dataset', 'drift']),
  task: taskSchema.optional(),
  /** Where somebody chose it. */
  positiveClass: z.string().optional(),
  splitBy: splitBySchema.optional(),
  leaveOut: z.array(z.string()).optional(),
  target: z.string().optional(),
  /** `default` until the rows have been looked at, where nobody asked for one. */
  metric: z.string(),
  seed: z.int(),
  ...standing,
  /** In the order of `rankLeaderboard`. */
  leaderboard: z.array(leaderboardEntrySchema),
  underWay: z.array(candidateUnderWaySchema),
  best: z.string().optional(),
  modelVersion: z.int().optional(),
  warnings: z.array(z.string()),
  createdAt: timeSchema,
  startedAt: timeSchema.optional(),
  endedAt: timeSchema.optional(),
});
export type TrainingRunBody = z.output<typeof trainingRunSchema>;

/** What a run says of itself while it goes on; `event` is the name of the server-sent event too. */
export const trainingEventSchema = z.discriminatedUnion('event', [
  /** The whole run: first of all, after a change of its own, and at its end. */
  z.object({ event: z.literal('run'), ...trainingRunSchema.shape }),
  /** A candidate is begun, or, as a trial of a search, goes on to more folds. */
  z.object({ event: z.literal('trial'), ...standing, candidate: candidateUnderWaySchema }),
  /** A candidate has been validated on a fold. */
  z.object({
    event: z.literal('fold'),
    ...standing,
    candidate: candidateUnderWaySchema,
    /** From 1. */
    fold: z.int(),
    metrics: metricsSchema,
    fitSeconds: z.number(),
  }),
  /** A candidate has ended: its place on the leaderboard. */
  z.object({ event: z.literal('candidate'), ...standing, candidate: leaderboardEntrySchema }),
]);
export type TrainingEvent = z.output<typeof trainingEventSchema>;

const idPath = z.object({ id: z.uuid() });

export const startTrainingRun = endpoint({
  operationId: 'startTrainingRun',
  method: 'post',
  path: '/api/v1/training-runs',
  summary: 'Train candidates on a dataset version and register the best.',
  tag,
  policy: 'trainer',
  body: { kind: 'json', schema: startTrainingRunBody, maxBytes: 64 * 1024 },
  responses: {
    202: {
      description: 'The run is queued.',
      body: { kind: 'json', schema: z.object({ id: z.string() }) },
    },
  },
});

export const listTrainingRuns = endpoint({
  operationId: 'listTrainingRuns',
  method: 'get',
  path: '/api/v1/training-runs',
  summary: 'List training runs, newest first.',
  tag,
  policy: 'reader',
  query: pageQuery.extend({ dataset: nameSchema.optional() }),
  responses: {
    200: {
      description: 'A page of runs.',
      body: { kind: 'json', schema: listOf(trainingRunSchema) },
    },
  },
});

export const getTrainingRun = endpoint({
  operationId: 'getTrainingRun',
  method: 'get',
  path: '/api/v1/training-runs/{id}',
  summary: 'Follow a run: its status and leaderboard.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: { description: 'The run.', body: { kind: 'json', schema: trainingRunSchema } },
  },
});

export const getTrainingRunEvaluation = endpoint({
  operationId: 'getTrainingRunEvaluation',
  method: 'get',
  path: '/api/v1/training-runs/{id}/evaluation',
  summary: 'See how the winner of a run did on the holdout, with intervals, curves and slices.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: {
      description: 'The evaluation.',
      body: { kind: 'json', schema: evaluationSchema },
    },
  },
});

export const getTrainingRunExplanation = endpoint({
  operationId: 'getTrainingRunExplanation',
  method: 'get',
  path: '/api/v1/training-runs/{id}/explanation',
  summary: 'See which features the winner of a run leans on, and how its answers go with them.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: {
      description: 'The explanation.',
      body: { kind: 'json', schema: explanationSchema },
    },
  },
});

export const followTrainingRun = endpoint({
  operationId: 'followTrainingRun',
  method: 'get',
  path: '/api/v1/training-runs/{id}/events',
  summary:
    'Follow a run as server-sent events: `run`, `trial`, `fold`, `candidate`. The last one is the run at its end.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: {
      description:
        'The run as it is, then what happens. With `Last-Event-ID`, what has happened since, then the run.',
      body: { kind: 'events', schema: trainingEventSchema },
    },
  },
});

export const cancelTrainingRun = endpoint({
  operationId: 'cancelTrainingRun',
  method: 'delete',
  path: '/api/v1/training-runs/{id}',
  summary: 'Cancel a run that has not ended.',
  tag,
  policy: 'trainer',
  params: idPath,
  responses: {
    200: { description: 'The run.', body: { kind: 'json', schema: trainingRunSchema } },
  },
});

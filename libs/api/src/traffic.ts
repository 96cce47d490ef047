import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { listOf, nameSchema, pageQuery, timeSchema } from './shapes.js';

const tag = 'Traffic';
const modelPath = z.object({ name: nameSchema });

/** The version that answers: its number, or an alias that points at one. */
export const versionNameSchema = z.union([nameSchema, z.int().positive()]);

const shareSchema = z.strictObject({
  to: versionNameSchema,
  /** Of the requests that name no version. */
  percent: z.number().positive().max(100),
});

export const rollbackLimitsSchema = z.strictObject({
  /** A new version is judged after so many requests, and as it goes on. */
  requests: z.int().min(20).max(10_000).default(200),
  /** Share of failed requests beyond that of the version before it. */
  failureShare: z.number().min(0).max(1).default(0.05),
  /** How many times the 95th percentile of the version before it. */
  latencyRatio: z.number().min(1).max(1000).default(3),
  /** p-value of the difference between both versions' answers below which they are held to be others. */
  answersPValue: z.number().min(0).max(1).default(1e-6),
});

export const trafficPlanBody = z.strictObject({
  /** Canaries and variants of an A/B test; the champion answers what the shares leave. */
  shares: z.array(shareSchema).max(16).default([]),
  /** Is asked as well; what it answers is compared, never returned. */
  shadow: shareSchema.optional(),
  /** When a version loses its place to the one before it; `null` leaves it there whatever it does. */
  rollback: rollbackLimitsSchema.nullable().default(rollbackLimitsSchema.parse({})),
});

export const trafficSchema = z.object({
  model: z.string(),
  shares: z.array(shareSchema),
  shadow: shareSchema.optional(),
  rollback: rollbackLimitsSchema.nullable(),
  setBy: z.string().optional(),
  setAt: timeSchema.optional(),
  /** What the shadow has said in this process, beside the version that answered. */
  comparison: z
    .object({
      version: z.int(),
      rows: z.int(),
      /** Share of rows with the same class; of a regression, the mean absolute difference of the values. */
      agreement: z.number().optional(),
      difference: z.number().optional(),
      failures: z.int(),
    })
    .optional(),
});
export type TrafficBody = z.output<typeof trafficSchema>;

export const rollbackSchema = z.object({
  id: z.string(),
  model: z.string(),
  /** The version that lost its place. */
  version: z.int(),
  /** The version that has it again. */
  previousVersion: z.int(),
  /** The place: the alias champion, or a share of the traffic. */
  place: z.enum(['champion', 'share']),
  reasons: z.array(z.string()),
  at: timeSchema,
});
export type RollbackBody = z.output<typeof rollbackSchema>;

export const getTraffic = endpoint({
  operationId: 'getTraffic',
  method: 'get',
  path: '/api/v1/models/{name}/traffic',
  summary: 'See which versions answer for a model, and when one is taken back.',
  tag,
  policy: 'reader',
  params: modelPath,
  responses: { 200: { description: 'The plan.', body: { kind: 'json', schema: trafficSchema } } },
});

export const setTraffic = endpoint({
  operationId: 'setTraffic',
  method: 'put',
  path: '/api/v1/models/{name}/traffic',
  summary: 'Split the traffic of a model among versions that are loaded, or have a shadow look on.',
  tag,
  policy: 'deployer',
  params: modelPath,
  body: { kind: 'json', schema: trafficPlanBody, maxBytes: 64 * 1024 },
  responses: { 200: { description: 'The plan.', body: { kind: 'json', schema: trafficSchema } } },
});

export const listRollbacks = endpoint({
  operationId: 'listRollbacks',
  method: 'get',
  path: '/api/v1/models/{name}/rollbacks',
  summary: 'List the versions that lost their place by themselves, newest first, with the reasons.',
  tag,
  policy: 'reader',
  params: modelPath,
  query: pageQuery,
  responses: {
    200: { description: 'A page.', body: { kind: 'json', schema: listOf(rollbackSchema) } },
  },
});

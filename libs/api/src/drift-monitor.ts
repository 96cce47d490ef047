import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { listOf, nameSchema, pageQuery, timeSchema } from './shapes.js';

const tag = 'Drift';

/** A side of a comparison: a dataset version, a model's training data, or a window of its predictions. */
export const driftSideSchema = z.union([
  z.strictObject({ dataset: nameSchema, version: z.int().positive().optional() }),
  z.strictObject({ model: nameSchema, version: z.int().positive().optional() }),
  z.strictObject({
    predictions: z.strictObject({
      model: nameSchema,
      from: timeSchema.optional(),
      to: timeSchema.optional(),
    }),
  }),
]);
export type DriftSide = z.output<typeof driftSideSchema>;

export const createDriftReportBody = z.strictObject({
  /** Compare this model's training data with `current` (its predictions so far when absent). */
  model: nameSchema.optional(),
  /** Compare this dataset's newest version with `reference` (the version before it when absent). */
  dataset: nameSchema.optional(),
  reference: driftSideSchema.optional(),
  current: driftSideSchema.optional(),
  driftShare: z.number().gt(0).max(1).optional(),
  /** Thresholds of single columns, replacing their test's default. */
  thresholds: z.record(z.string(), z.number().gt(0)).optional(),
});

/** Shares a bin or a category, both sides over the same ones. */
export const driftHistogramSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numeric'),
    /** One more than bins, ascending; the end bins are open outwards. */
    edges: z.array(z.number()).readonly(),
    reference: z.array(z.number()).readonly(),
    current: z.array(z.number()).readonly(),
  }),
  z.object({
    kind: z.literal('categorical'),
    labels: z.array(z.string()).readonly(),
    reference: z.array(z.number()).readonly(),
    current: z.array(z.number()).readonly(),
  }),
]);

export const driftVerdictSchema = z.enum([
  'drifted',
  'stable',
  'insufficient_data',
  'type_mismatch',
  'missing_column',
  'new_column',
  'not_tested',
]);

export const driftColumnSchema = z.looseObject({
  column: z.string(),
  /** What the model says, where the others are what it is told. */
  role: z.literal('prediction').optional(),
  type: z.string().optional(),
  verdict: driftVerdictSchema,
  /** Why, in a sentence. */
  reason: z.string().optional(),
  /** How far over the line, 1 at the threshold; 0 when nothing was measured. */
  severity: z.number().optional(),
  test: z.string().optional(),
  testTitle: z.string().optional(),
  /** A p-value drifts below its threshold, a distance from it on. */
  scoreKind: z.enum(['p_value', 'distance']).optional(),
  score: z.number().optional(),
  threshold: z.number().optional(),
  effectSize: z.number().optional(),
  missing: z
    .object({
      reference: z.number(),
      current: z.number(),
      pValue: z.number().optional(),
      threshold: z.number().optional(),
      drifted: z.boolean(),
    })
    .optional(),
  newCategories: z
    .object({
      share: z.number(),
      categories: z.array(z.string()).readonly(),
      threshold: z.number().optional(),
      drifted: z.boolean(),
    })
    .optional(),
  histogram: driftHistogramSchema.optional(),
});
export type DriftColumn = z.output<typeof driftColumnSchema>;
export type DriftHistogram = z.output<typeof driftHistogramSchema>;

export const driftReportSchema = z.looseObject({
  id: z.string(),
  status: z.enum(['running', 'completed', 'failed']),
  reason: z.string().optional(),
  mode: z.string(),
  reference: driftSideSchema,
  current: driftSideSchema,
  dataset: z
    .looseObject({
      drifted: z.boolean(),
      /** Drifted among tested columns, 0 to 1. */
      share: z.number(),
      /** The share from which on the dataset counts as drifted. */
      driftShare: z.number().optional(),
      driftedColumns: z.int().optional(),
      testedColumns: z.int().optional(),
    })
    .optional(),
  metrics: z.array(driftColumnSchema),
  tests: z.array(z.looseObject({ name: z.string(), status: z.string(), description: z.string() })),
  /** What followed from the verdict. */
  retraining: z
    .object({ decision: z.enum(['requested', 'not_requested']), reason: z.string() })
    .optional(),
  createdAt: timeSchema,
});
export type DriftReportBody = z.output<typeof driftReportSchema>;

const idPath = z.object({ id: z.uuid() });

export const createDriftReport = endpoint({
  operationId: 'createDriftReport',
  method: 'post',
  path: '/api/v1/drift-reports',
  summary: 'Compare new rows with a reference, column by column.',
  tag,
  policy: 'trainer',
  body: { kind: 'json', schema: createDriftReportBody, maxBytes: 64 * 1024 },
  responses: {
    202: {
      description: 'The report is being made.',
      body: { kind: 'json', schema: z.object({ id: z.string(), status: z.string() }) },
    },
  },
});

export const listDriftReports = endpoint({
  operationId: 'listDriftReports',
  method: 'get',
  path: '/api/v1/drift-reports',
  summary: 'List drift reports, newest first, without their columns.',
  tag,
  policy: 'reader',
  query: pageQuery.extend({ subject: nameSchema.optional() }),
  responses: {
    200: {
      description: 'A page of reports.',
      body: { kind: 'json', schema: listOf(driftReportSchema) },
    },
  },
});

export const getDriftReport = endpoint({
  operationId: 'getDriftReport',
  method: 'get',
  path: '/api/v1/drift-reports/{id}',
  summary: 'Read a report.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: { description: 'The report.', body: { kind: 'json', schema: driftReportSchema } },
  },
});

export const getDriftReportPage = endpoint({
  operationId: 'getDriftReportPage',
  method: 'get',
  path: '/api/v1/drift-reports/{id}.html',
  summary: 'Look at a report as a page.',
  tag,
  policy: 'reader',
  params: idPath,
  responses: {
    200: {
      description: 'A self-contained page.',
      body: { kind: 'bytes', contentType: 'text/html; charset=utf-8' },
    },
  },
});

import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { listOf, nameSchema, pageQuery, timeSchema } from './shapes.js';
import { signatureSchema } from './registry.js';

const tag = 'Inference';
const modelPath = z.object({ name: nameSchema });
/** A number, or the name of an alias. */
const versionPath = modelPath.extend({ version: nameSchema });

export const featureValueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()], {
  error: 'must be a finite number, a text, true, false or null',
});

/** Rows of one request that are explained at most. */
export const maxExplainedRows = 100;

/** Arrow IPC, as it is registered with IANA. */
export const arrowTypes = [
  'application/vnd.apache.arrow.stream',
  'application/vnd.apache.arrow.file',
] as const;
export const arrowStreamType = arrowTypes[0];

/** The features themselves are checked against the model's signature. */
export const predictBody = z.strictObject({
  instances: z.array(z.record(z.string(), featureValueSchema)).min(1).max(10_000),
  /** Asks for `explanation` as well, of 100 rows at most. */
  explain: z
    .boolean()
    .optional()
    .describe(`Tell what each feature adds to the answer, of ${maxExplainedRows} rows at most.`),
});

/** Score to feature to what it adds. */
const contributionsSchema = z.record(z.string(), z.record(z.string(), z.number()));

/**
 * What the features add to what a model says: for each row and score, the contributions add up to the score less its base
 * value.
 */
export const predictionExplanationSchema = z.object({
  /**
   * What the scores are: the value itself; the probability of each class; the log odds of the second of two classes; or
   * what a softmax makes probabilities of.
   */
  scale: z.enum(['value', 'probability', 'log-odds', 'class-score']),
  /**
   * `exact`: Shapley values of the score. `rescaled`: those of scores behind it, carried through a curve. `sampled`:
   * estimates of either; they add up all the same.
   */
  method: z.enum(['exact', 'rescaled', 'sampled']),
  /** Whether the scores are those before probabilities were calibrated. */
  calibratedAfterwards: z.boolean(),
  /** What a row is compared with: the training rows on average, or a row of which nothing is known. */
  reference: z.enum(['training-rows', 'nothing-known']),
  /**
   * Of models that are explained by asking them: how many rows stand for the training rows, and how many orders of the
   * features are averaged, where not all.
   */
  background: z.object({ rows: z.int(), orders: z.int().optional() }).optional(),
  /** The score of the reference. */
  baseValues: z.record(z.string(), z.number()),
  /** One object a row. */
  contributions: z.array(contributionsSchema),
});
export type PredictionExplanationBody = z.output<typeof predictionExplanationSchema>;

export const predictionSchema = z.object({
  model: z.string(),
  version: z.int(),
  /** A class a row; of a regression a number. */
  predictions: z.union([z.array(z.string()), z.array(z.number())]),
  /** One object a row: class to probability. A regression has none. */
  probabilities: z.array(z.record(z.string(), z.number())).optional(),
  /** Where the request asked for it. */
  explanation: predictionExplanationSchema.optional(),
});
export type PredictionBody = z.output<typeof predictionSchema>;

export const servedModelSchema = z.object({
  model: z.string(),
  version: z.int(),
  sha256: z.string(),
  algorithm: z.string(),
  loadedAt: timeSchema,
  signature: signatureSchema,
  /** A row of the training data, ready to be sent. */
  inputExample: z.record(z.string(), featureValueSchema),
});
export type ServedModelBody = z.output<typeof servedModelSchema>;

export const predictionLogFileSchema = z.object({
  file: z.string(),
  day: z.string(),
  rows: z.int().optional(),
  bytes: z.int(),
  createdAt: timeSchema,
});

export const listServedModels = endpoint({
  operationId: 'listServedModels',
  method: 'get',
  path: '/api/v1/served-models',
  summary: 'List the models that answer now, with their signatures.',
  tag,
  policy: 'reader',
  responses: {
    200: {
      description: 'Loaded models.',
      body: { kind: 'json', schema: listOf(servedModelSchema) },
    },
  },
});

/** Bytes of one request at most, unpacked. */
export const maxPredictBytes = 16 * 2 ** 20;

const named = {
  query: z.object({
    explain: z
      .enum(['true', 'false'])
      .optional()
      .describe('`true` asks for the explanation as well, as `explain` in a JSON body does.'),
  }),
  body: {
    kind: 'json',
    schema: predictBody,
    maxBytes: maxPredictBytes,
    otherTypes: arrowTypes,
  },
  responses: {
    200: {
      description: 'One prediction a row.',
      body: { kind: 'json', schema: predictionSchema, otherTypes: [arrowStreamType] },
    },
  },
} as const;

export const predict = endpoint({
  ...named,
  operationId: 'predict',
  method: 'post',
  path: '/api/v1/models/{name}/predict',
  summary: 'Predict for named features: an object a row, or Arrow IPC with a column a feature.',
  tag,
  policy: 'reader',
  params: modelPath,
});

export const predictByVersion = endpoint({
  ...named,
  operationId: 'predictByVersion',
  method: 'post',
  path: '/api/v1/models/{name}/versions/{version}/predict',
  summary: 'Predict for named features, by the version with this number or alias.',
  tag,
  policy: 'reader',
  params: versionPath,
});

/** Bytes of a batch at most, unpacked. */
export const maxBatchBytes = 2 ** 30;

const batch = {
  method: 'post',
  tag,
  policy: 'reader',
  body: {
    kind: 'bytes',
    contentTypes: ['text/csv', 'application/x-ndjson', ...arrowTypes],
    maxBytes: maxBatchBytes,
  },
  responses: {
    200: {
      description:
        'One line a row, in their order, as they are answered; a row that does not fit has an error in its line. The format is that of the request, or the one that Accept names; Arrow comes as a stream. Where the stream goes wrong behind its first rows the answer is broken off: the connection ends without the last chunk. The last row then says why, with a problem document (RFC 9457) where the error of a row is a text: in JSON it is `{"error": {…}}`, in CSV and Arrow it has nothing but an `error`, which is the document as JSON. An Arrow stream lacks its end marker, too.',
      body: { kind: 'bytes', contentType: 'application/x-ndjson' },
    },
  },
} as const;

export const predictBatch = endpoint({
  ...batch,
  operationId: 'predictBatch',
  path: '/api/v1/models/{name}/predict-batch',
  summary: 'Predict for a stream of rows: CSV with a header, an object a line, or Arrow IPC.',
  params: modelPath,
});

export const predictBatchByVersion = endpoint({
  ...batch,
  operationId: 'predictBatchByVersion',
  path: '/api/v1/models/{name}/versions/{version}/predict-batch',
  summary: 'Predict for a stream of rows, by the version with this number or alias.',
  params: versionPath,
});

export const predictOne = endpoint({
  operationId: 'predictOne',
  method: 'get',
  path: '/api/v1/models/{name}/predict',
  summary: 'Predict for one row given as query parameters, one a feature.',
  tag,
  policy: 'reader',
  params: modelPath,
  query: z.looseObject({
    explain: z
      .string()
      .optional()
      .describe(
        '`true` tells what each feature adds to the answer; where a feature has this name, it is the feature.',
      ),
  }),
  responses: {
    200: { description: 'One prediction.', body: { kind: 'json', schema: predictionSchema } },
  },
});

export const listPredictionLogs = endpoint({
  operationId: 'listPredictionLogs',
  method: 'get',
  path: '/api/v1/models/{name}/predictions',
  summary: 'List the files of the prediction log, newest first.',
  tag,
  policy: 'reader',
  params: modelPath,
  query: pageQuery,
  responses: {
    200: {
      description: 'A page of files.',
      body: { kind: 'json', schema: listOf(predictionLogFileSchema) },
    },
  },
});

export const downloadPredictionLog = endpoint({
  operationId: 'downloadPredictionLog',
  method: 'get',
  path: '/api/v1/models/{name}/predictions.csv',
  summary: 'Download logged predictions as CSV: inputs, outputs, model version, time.',
  tag,
  policy: 'reader',
  params: modelPath,
  query: z.object({ from: timeSchema.optional(), to: timeSchema.optional() }),
  responses: { 200: { description: 'CSV.', body: { kind: 'bytes', contentType: 'text/csv' } } },
});

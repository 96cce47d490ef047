import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { listOf, nameSchema, pageQuery, timeSchema } from './shapes.js';
import { signatureSchema } from './registry.js';

const tag = 'Inference';
const modelPath = z.object({ name: nameSchema });

export const featureValueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()], {
  error: 'must be a finite number, a text, true, false or null',
});

/** The features themselves are checked against the model's signature. */
export const predictBody = z.strictObject({
  instances: z.array(z.record(z.string(), featureValueSchema)).min(1).max(10_000),
});

export const predictionSchema = z.object({
  model: z.string(),
  version: z.int(),
  /** A class a row; of a regression a number. */
  predictions: z.union([z.array(z.string()), z.array(z.number())]),
  /** One object a row: class to probability. A regression has none. */
  probabilities: z.array(z.record(z.string(), z.number())).optional(),
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

export const predict = endpoint({
  operationId: 'predict',
  method: 'post',
  path: '/api/v1/models/{name}/predict',
  summary: 'Predict for named features, one object a row.',
  tag,
  policy: 'reader',
  params: modelPath,
  body: { kind: 'json', schema: predictBody, maxBytes: 16 * 2 ** 20 },
  responses: {
    200: { description: 'One prediction a row.', body: { kind: 'json', schema: predictionSchema } },
  },
});

export const predictOne = endpoint({
  operationId: 'predictOne',
  method: 'get',
  path: '/api/v1/models/{name}/predict',
  summary: 'Predict for one row given as query parameters, one a feature.',
  tag,
  policy: 'reader',
  params: modelPath,
  query: z.looseObject({}),
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

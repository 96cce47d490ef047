import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { predictionExplanationSchema } from './inference.js';
import { nameSchema } from './shapes.js';

const tag = 'MLflow scoring';

/** How every error of the protocol is told. */
export const scoringErrorSchema = z.object({ error_code: z.string(), message: z.string() });
const errors = scoringErrorSchema;

/** What a request of the protocol is: one of the forms for rows; the route reads it by itself. */
export const scoringRequestSchema = z.object({
  dataframe_split: z
    .object({
      columns: z.array(z.string()),
      index: z.array(z.unknown()).optional(),
      data: z.array(z.array(z.unknown())),
    })
    .optional(),
  dataframe_records: z.array(z.record(z.string(), z.unknown())).optional(),
  instances: z.array(z.unknown()).optional(),
  inputs: z.union([z.array(z.unknown()), z.record(z.string(), z.array(z.unknown()))]).optional(),
  params: z
    .object({
      predict_method: z.enum(['predict', 'predict_proba']).optional(),
      explain: z.boolean().optional(),
    })
    .optional(),
});

export const scoringResponseSchema = z.object({
  predictions: z.array(z.union([z.string(), z.number(), z.array(z.number())])),
  /** Where `params` asked for it. */
  explanation: predictionExplanationSchema.optional(),
});

/** Bytes of a request at most, unpacked. */
export const maxScoringBytes = 64 * 2 ** 20;

const invocation = {
  method: 'post',
  tag,
  policy: 'reader',
  errors,
  body: {
    kind: 'bytes',
    contentTypes: ['application/json', 'text/csv'],
    documented: scoringRequestSchema,
    maxBytes: maxScoringBytes,
  },
  responses: {
    200: {
      description: 'What the model says of each row.',
      body: { kind: 'json', schema: scoringResponseSchema },
    },
  },
} as const;

export const invokeModel = endpoint({
  ...invocation,
  operationId: 'invokeModel',
  path: '/api/v1/models/{name}/invocations',
  summary: 'Predict for the bodies of MLflow: dataframes, instances, inputs, CSV.',
  params: z.object({ name: nameSchema }),
});

export const invoke = endpoint({
  ...invocation,
  operationId: 'invoke',
  path: '/invocations',
  summary: 'Predict by the one model in service.',
});

const text = (description: string) =>
  ({ description, body: { kind: 'bytes', contentType: 'text/plain' } }) as const;
const health = {
  method: 'get',
  tag,
  policy: 'public',
  errors,
  responses: { 200: text('They can.'), 404: text('They cannot yet.') },
} as const;

export const scoringPing = endpoint({
  ...health,
  operationId: 'scoringPing',
  path: '/ping',
  summary: 'Whether models can answer.',
});

export const scoringHealth = endpoint({
  ...health,
  operationId: 'scoringHealth',
  path: '/health',
  summary: 'Whether models can answer.',
});

export const scoringVersion = endpoint({
  ...health,
  operationId: 'scoringVersion',
  path: '/version',
  summary: 'The version of the server.',
  responses: { 200: text('It.') },
});

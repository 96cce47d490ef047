import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { nameSchema } from './shapes.js';

const tag = 'Open Inference Protocol';
const modelPath = z.object({ name: nameSchema });
/** A number, or the name of an alias. */
const versionPath = modelPath.extend({ version: nameSchema });

/** How every error of the protocol is told. */
export const inferenceErrorSchema = z.object({ error: z.string() });
const errors = inferenceErrorSchema;

export const datatypeNames = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'BF16',
  'FP32',
  'FP64',
  'BYTES',
] as const;

const parametersSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .optional();
const tensorHead = {
  name: z.string(),
  shape: z.array(z.int().min(0)),
  datatype: z.enum(datatypeNames),
  parameters: parametersSchema,
};

/** What a request of the protocol is; the route reads it by itself, against the model's signature. */
export const inferRequestSchema = z.object({
  id: z.string().optional(),
  parameters: parametersSchema,
  inputs: z.array(z.object({ ...tensorHead, data: z.array(z.unknown()).optional() })),
  outputs: z.array(z.object({ name: z.string(), parameters: parametersSchema })).optional(),
});

export const inferResponseSchema = z.object({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string().optional(),
  outputs: z.array(z.object({ ...tensorHead, data: z.array(z.unknown()).optional() })),
});

const tensorMetadataSchema = z.object({
  name: z.string(),
  datatype: z.enum(datatypeNames),
  shape: z.array(z.int()),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

const modelMetadataSchema = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(tensorMetadataSchema),
  outputs: z.array(tensorMetadataSchema),
});

const durationSchema = z.object({ count: z.int(), ns: z.int() });

const statisticsSchema = z.object({
  model_stats: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      last_inference: z.int(),
      inference_count: z.int(),
      execution_count: z.int(),
      inference_stats: z.object({
        success: durationSchema,
        fail: durationSchema,
        queue: durationSchema,
        compute_input: durationSchema,
        compute_infer: durationSchema,
        compute_output: durationSchema,
      }),
      batch_stats: z.array(z.unknown()),
    }),
  ),
});

/** Bytes of a request at most, unpacked: Triton's default. */
export const maxInferBytes = 64 * 2 ** 20;

const inferBody = {
  kind: 'bytes',
  contentTypes: ['application/json', 'application/octet-stream'],
  documented: inferRequestSchema,
  maxBytes: maxInferBytes,
} as const;

const get = (operationId: string, path: string, summary: string) =>
  ({ operationId, method: 'get', path, summary, tag, policy: 'reader', errors }) as const;

const answers = <const Schema extends z.ZodType>(description: string, schema: Schema) =>
  ({ 200: { description, body: { kind: 'json', schema } } }) as const;

export const serverMetadata = endpoint({
  ...get('serverMetadata', '/v2', 'Name, version and extensions of the server.'),
  responses: answers(
    'The server.',
    z.object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) }),
  ),
});

export const serverLive = endpoint({
  ...get('serverLive', '/v2/health/live', 'Whether the server answers.'),
  policy: 'public',
  responses: answers('It does.', z.object({ live: z.boolean() })),
});

const readySchema = z.object({ ready: z.boolean() });

export const serverReady = endpoint({
  ...get('serverReady', '/v2/health/ready', 'Whether the server can answer for its models.'),
  policy: 'public',
  responses: {
    ...answers('It can.', readySchema),
    503: { description: 'It cannot yet.', body: { kind: 'json', schema: readySchema } },
  },
});

export const modelMetadata = endpoint({
  ...get('modelMetadata', '/v2/models/{name}', 'Inputs and outputs of a model.'),
  params: modelPath,
  responses: answers('The model.', modelMetadataSchema),
});

export const modelVersionMetadata = endpoint({
  ...get(
    'modelVersionMetadata',
    '/v2/models/{name}/versions/{version}',
    'Inputs and outputs of a version of a model.',
  ),
  params: versionPath,
  responses: answers('The version.', modelMetadataSchema),
});

export const modelOpenApi = endpoint({
  ...get(
    'modelOpenApi',
    '/v2/models/{name}/openapi.json',
    'The OpenAPI document of a model: its features, and its example filled in.',
  ),
  params: modelPath,
  responses: answers('The document.', z.record(z.string(), z.unknown())),
});

export const modelDocs = endpoint({
  ...get('modelDocs', '/v2/models/{name}/docs', 'A page to try a model on.'),
  policy: 'public',
  params: modelPath,
  responses: { 200: { description: 'HTML.', body: { kind: 'bytes', contentType: 'text/html' } } },
});

const modelReadySchema = z.object({ name: z.string(), ready: z.boolean() });
const readyResponses = {
  ...answers('It is.', modelReadySchema),
  503: { description: 'It is not now.', body: { kind: 'json', schema: modelReadySchema } },
} as const;

export const modelReady = endpoint({
  ...get('modelReady', '/v2/models/{name}/ready', 'Whether a model is ready to answer.'),
  params: modelPath,
  responses: readyResponses,
});

export const modelVersionReady = endpoint({
  ...get(
    'modelVersionReady',
    '/v2/models/{name}/versions/{version}/ready',
    'Whether a version of a model is ready to answer.',
  ),
  params: versionPath,
  responses: readyResponses,
});

export const infer = endpoint({
  ...get('infer', '/v2/models/{name}/infer', 'Predict for tensors.'),
  method: 'post',
  params: modelPath,
  body: inferBody,
  responses: answers('Tensors of what the model says.', inferResponseSchema),
});

export const inferVersion = endpoint({
  ...get(
    'inferVersion',
    '/v2/models/{name}/versions/{version}/infer',
    'Predict for tensors, by a version of a model.',
  ),
  method: 'post',
  params: versionPath,
  body: inferBody,
  responses: answers('Tensors of what the version says.', inferResponseSchema),
});

export const allStatistics = endpoint({
  ...get('allStatistics', '/v2/models/stats', 'What the models have answered since the start.'),
  responses: answers('An entry a version.', statisticsSchema),
});

export const modelStatistics = endpoint({
  ...get(
    'modelStatistics',
    '/v2/models/{name}/stats',
    'What a model has answered since the start.',
  ),
  params: modelPath,
  responses: answers('An entry a version.', statisticsSchema),
});

export const modelVersionStatistics = endpoint({
  ...get(
    'modelVersionStatistics',
    '/v2/models/{name}/versions/{version}/stats',
    'What a version of a model has answered since the start.',
  ),
  params: versionPath,
  responses: answers('One entry.', statisticsSchema),
});

const repositoryBody = <const Schema extends z.ZodType>(documented: Schema) =>
  ({
    kind: 'bytes',
    contentTypes: ['application/json'],
    documented,
    maxBytes: 2 ** 20,
  }) as const;

export const repositoryIndex = endpoint({
  ...get('repositoryIndex', '/v2/repository/index', 'The models there are, and their states.'),
  method: 'post',
  body: repositoryBody(z.object({ ready: z.boolean().optional() })),
  responses: answers(
    'An entry a model.',
    z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        state: z.enum(['READY', 'UNAVAILABLE']),
        reason: z.string(),
      }),
    ),
  ),
});

export const repositoryLoad = endpoint({
  ...get(
    'repositoryLoad',
    '/v2/repository/models/{name}/load',
    'Load the champion of a model, or give one that was refused another chance.',
  ),
  method: 'post',
  policy: 'deployer',
  params: modelPath,
  body: repositoryBody(z.object({ parameters: parametersSchema })),
  responses: answers('It is loaded.', z.object({})),
});

export const repositoryUnload = endpoint({
  ...get(
    'repositoryUnload',
    '/v2/repository/models/{name}/unload',
    'Take a model out of service, here, until it is loaded again.',
  ),
  method: 'post',
  policy: 'deployer',
  params: modelPath,
  body: repositoryBody(z.object({ parameters: parametersSchema })),
  responses: answers('It is unloaded.', z.object({})),
});

import { z } from 'zod';
import { endpoint } from './endpoint.js';
import {
  columnSchema,
  listOf,
  metricsSchema,
  nameSchema,
  pageQuery,
  taskSchema,
  timeSchema,
  versionParam,
} from './shapes.js';

const tag = 'Models';

export const artifactSchema = z.object({
  path: z.string(),
  /** Bytes. */
  size: z.int(),
  /** In hexadecimal, where whoever wrote the file says it. */
  sha256: z.string().optional(),
});
export type ArtifactBody = z.output<typeof artifactSchema>;

export const runSchema = z.object({
  runId: z.string(),
  experiment: z.string(),
  name: z.string(),
  parentRunId: z.string().optional(),
  /**
   * `stopped`: ended early, because others did better or its time was over. `skipped`: left out, for it would have taken
   * too long. `killed`: cancelled. `millrace.reason` among the tags says more.
   */
  status: z.enum(['running', 'finished', 'failed', 'killed', 'stopped', 'skipped']),
  startedAt: timeSchema,
  endedAt: timeSchema.optional(),
  durationSeconds: z.number().optional(),
  parameters: z.record(z.string(), z.string()),
  metrics: metricsSchema,
  /** `millrace.dataset`, `millrace.datasetVersion`, `millrace.datasetSha256`, `millrace.codeCommit`, … */
  tags: z.record(z.string(), z.string()),
  artifacts: z.array(artifactSchema),
});
export type RunBody = z.output<typeof runSchema>;

export const experimentSchema = z.object({
  name: z.string(),
  runs: z.int(),
  updatedAt: timeSchema,
});

export const signatureSchema = z.object({
  inputs: z.array(columnSchema.extend({ categories: z.array(z.string()).optional() })),
  task: taskSchema,
  target: z.string(),
  /** None for a regression. */
  classes: z.array(z.string()),
});

export const gateSchema = z.object({
  decision: z.enum(['promoted', 'refused']),
  reasons: z.array(z.string()),
  decidedAt: timeSchema,
});

export const lineageSchema = z.object({
  dataset: z.string(),
  datasetVersion: z.int(),
  datasetSha256: z.string(),
  codeCommit: z.string(),
  seed: z.int(),
  target: z.string(),
});

export const modelSchema = z.object({
  name: z.string(),
  latestVersion: z.int(),
  aliases: z.record(z.string(), z.int()),
});
export type ModelBody = z.output<typeof modelSchema>;

export const modelVersionSchema = z.object({
  model: z.string(),
  version: z.int(),
  runId: z.string(),
  algorithm: z.string(),
  sha256: z.string(),
  size: z.int(),
  signature: signatureSchema,
  lineage: lineageSchema,
  metric: z.string(),
  holdoutMetrics: metricsSchema,
  aliases: z.array(z.string()),
  gate: gateSchema.optional(),
  createdAt: timeSchema,
});
export type ModelVersionBody = z.output<typeof modelVersionSchema>;

const namePath = z.object({ name: nameSchema });

/** Path of an artifact inside its run, such as `model/MLmodel`; in an address its slashes are `%2F`. */
export const artifactPathSchema = z
  .string()
  .max(512)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._=@+-]*(?:\/[A-Za-z0-9][A-Za-z0-9._=@+-]*)*$/,
    'must be names joined by "/", each starting with a letter or digit',
  );

export const listExperiments = endpoint({
  operationId: 'listExperiments',
  method: 'get',
  path: '/api/v1/experiments',
  summary: 'List experiments, the last changed first.',
  tag: 'Experiments',
  policy: 'reader',
  query: pageQuery,
  responses: {
    200: {
      description: 'A page of experiments.',
      body: { kind: 'json', schema: listOf(experimentSchema) },
    },
  },
});

export const listRuns = endpoint({
  operationId: 'listRuns',
  method: 'get',
  path: '/api/v1/experiments/{name}/runs',
  summary: 'List the runs of an experiment, newest first.',
  tag: 'Experiments',
  policy: 'reader',
  params: namePath,
  query: pageQuery.extend({ parentRunId: z.string().max(64).optional() }),
  responses: {
    200: { description: 'A page of runs.', body: { kind: 'json', schema: listOf(runSchema) } },
  },
});

export const getRun = endpoint({
  operationId: 'getRun',
  method: 'get',
  path: '/api/v1/runs/{runId}',
  summary: 'Read one run.',
  tag: 'Experiments',
  policy: 'reader',
  params: z.object({ runId: z.string().min(1).max(64) }),
  responses: { 200: { description: 'The run.', body: { kind: 'json', schema: runSchema } } },
});

export const compareRuns = endpoint({
  operationId: 'compareRuns',
  method: 'get',
  path: '/api/v1/runs',
  summary: 'Read several runs side by side, in the order of `ids` (comma-separated).',
  tag: 'Experiments',
  policy: 'reader',
  query: z.object({ ids: z.string().min(1).max(4096) }),
  responses: {
    200: { description: 'The runs.', body: { kind: 'json', schema: listOf(runSchema) } },
  },
});

export const downloadArtifact = endpoint({
  operationId: 'downloadArtifact',
  method: 'get',
  path: '/api/v1/runs/{runId}/artifacts/{artifact}',
  summary: 'Download one artifact of a run.',
  tag: 'Experiments',
  policy: 'reader',
  params: z.object({ runId: z.string().min(1).max(64), artifact: artifactPathSchema }),
  responses: {
    200: {
      description: 'The bytes.',
      body: { kind: 'bytes', contentType: 'application/octet-stream' },
    },
  },
});

export const listModels = endpoint({
  operationId: 'listModels',
  method: 'get',
  path: '/api/v1/models',
  summary: 'List registered models by name.',
  tag,
  policy: 'reader',
  query: pageQuery,
  responses: {
    200: { description: 'A page of models.', body: { kind: 'json', schema: listOf(modelSchema) } },
  },
});

export const getModel = endpoint({
  operationId: 'getModel',
  method: 'get',
  path: '/api/v1/models/{name}',
  summary: 'Read a model with its versions, newest first.',
  tag,
  policy: 'reader',
  params: namePath,
  responses: {
    200: {
      description: 'The model.',
      body: { kind: 'json', schema: modelSchema.extend({ versions: z.array(modelVersionSchema) }) },
    },
  },
});

export const getModelVersion = endpoint({
  operationId: 'getModelVersion',
  method: 'get',
  path: '/api/v1/models/{name}/versions/{version}',
  summary: 'Read one version with its lineage and gate decision.',
  tag,
  policy: 'reader',
  params: z.object({ name: nameSchema, version: versionParam }),
  responses: {
    200: { description: 'The version.', body: { kind: 'json', schema: modelVersionSchema } },
  },
});

export const listModelArtifacts = endpoint({
  operationId: 'listModelArtifacts',
  method: 'get',
  path: '/api/v1/models/{name}/versions/{version}/artifacts',
  summary:
    'List the files of a version’s folder with their digests; each is an artifact of its run.',
  tag,
  policy: 'reader',
  params: z.object({ name: nameSchema, version: versionParam }),
  responses: {
    200: {
      description: 'The files.',
      body: { kind: 'json', schema: listOf(artifactSchema).extend({ runId: z.string() }) },
    },
  },
});

export const setAlias = endpoint({
  operationId: 'setAlias',
  method: 'put',
  path: '/api/v1/models/{name}/aliases/{alias}',
  summary: 'Point an alias such as champion at a version.',
  tag,
  policy: 'deployer',
  params: z.object({ name: nameSchema, alias: nameSchema }),
  body: { kind: 'json', schema: z.strictObject({ version: z.int().positive() }), maxBytes: 4096 },
  responses: { 200: { description: 'The model.', body: { kind: 'json', schema: modelSchema } } },
});

import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { columnSchema, listOf, nameSchema, pageQuery, timeSchema, versionParam } from './shapes.js';

const tag = 'Datasets';
const mebibyte = 2 ** 20;

export const datasetVersionSchema = z.object({
  dataset: z.string(),
  version: z.int(),
  digest: z.object({ md5: z.string(), sha256: z.string() }),
  rows: z.int(),
  bytes: z.int(),
  columns: z.array(columnSchema),
  target: z.string().optional(),
  status: z.enum(['ready']),
  createdAt: timeSchema,
});
export type DatasetVersionBody = z.output<typeof datasetVersionSchema>;

export const datasetSchema = z.object({
  name: z.string(),
  latestVersion: z.int(),
  rows: z.int(),
  target: z.string().optional(),
  updatedAt: timeSchema,
});

export const columnProfileSchema = z.looseObject({
  name: z.string(),
  type: columnSchema.shape.type,
  missing: z.int(),
  distinct: z.int(),
});
export const profileSchema = z.looseObject({
  rows: z.int(),
  columns: z.array(columnProfileSchema),
  warnings: z.array(z.string()),
});

const versionPath = z.object({ name: nameSchema, version: versionParam });

export const uploadDatasetVersion = endpoint({
  operationId: 'uploadDatasetVersion',
  method: 'post',
  path: '/api/v1/datasets/{name}/versions',
  summary:
    'Upload a CSV file as the next version of a dataset; the same bytes are the same version.',
  tag,
  policy: 'trainer',
  params: z.object({ name: nameSchema }),
  query: z.object({ target: z.string().min(1).max(256).optional() }),
  body: {
    kind: 'bytes',
    contentTypes: ['text/csv', 'application/gzip'],
    maxBytes: 1024 * mebibyte,
  },
  responses: {
    200: {
      description: 'These bytes are a version already.',
      body: { kind: 'json', schema: datasetVersionSchema },
    },
    201: { description: 'The new version.', body: { kind: 'json', schema: datasetVersionSchema } },
  },
});

export const listDatasets = endpoint({
  operationId: 'listDatasets',
  method: 'get',
  path: '/api/v1/datasets',
  summary: 'List datasets by name.',
  tag,
  policy: 'reader',
  query: pageQuery,
  responses: {
    200: {
      description: 'A page of datasets.',
      body: { kind: 'json', schema: listOf(datasetSchema) },
    },
  },
});

export const listDatasetVersions = endpoint({
  operationId: 'listDatasetVersions',
  method: 'get',
  path: '/api/v1/datasets/{name}',
  summary: 'List the versions of a dataset, newest first.',
  tag,
  policy: 'reader',
  params: z.object({ name: nameSchema }),
  query: pageQuery,
  responses: {
    200: {
      description: 'A page of versions.',
      body: { kind: 'json', schema: listOf(datasetVersionSchema) },
    },
  },
});

export const getDatasetVersion = endpoint({
  operationId: 'getDatasetVersion',
  method: 'get',
  path: '/api/v1/datasets/{name}/versions/{version}',
  summary: 'Read one version.',
  tag,
  policy: 'reader',
  params: versionPath,
  responses: {
    200: { description: 'The version.', body: { kind: 'json', schema: datasetVersionSchema } },
  },
});

export const downloadDatasetVersion = endpoint({
  operationId: 'downloadDatasetVersion',
  method: 'get',
  path: '/api/v1/datasets/{name}/versions/{version}/data',
  summary: 'Download the exact bytes that were uploaded.',
  tag,
  policy: 'reader',
  params: versionPath,
  responses: {
    200: { description: 'The bytes.', body: { kind: 'bytes', contentType: 'text/csv' } },
  },
});

export const getDatasetProfile = endpoint({
  operationId: 'getDatasetProfile',
  method: 'get',
  path: '/api/v1/datasets/{name}/versions/{version}/profile',
  summary: 'Read the profile of each column of a version.',
  tag,
  policy: 'reader',
  params: versionPath,
  responses: {
    200: { description: 'The profile.', body: { kind: 'json', schema: profileSchema } },
  },
});

export const getDvcFile = endpoint({
  operationId: 'getDvcFile',
  method: 'get',
  path: '/api/v1/datasets/{name}/versions/{version}/dvc',
  summary: 'Download the .dvc file that points at the version.',
  tag,
  policy: 'reader',
  params: versionPath,
  responses: {
    200: { description: 'A .dvc file.', body: { kind: 'bytes', contentType: 'application/yaml' } },
  },
});

import type { DatasetVersionBody } from '@millrace/api';
import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import type { DatasetSummary } from '../store/dataset-queries.js';

export function versionBody(version: DatasetVersionRecord): DatasetVersionBody {
  return {
    dataset: version.dataset,
    version: version.version,
    digest: { md5: version.md5, sha256: version.sha256 },
    rows: version.rows,
    bytes: version.bytes,
    columns: version.columns.map(({ name, type }) => ({ name, type })),
    ...(version.target !== undefined && { target: version.target }),
    status: 'ready',
    createdAt: version.createdAt.toISOString(),
  };
}

export function datasetBody(dataset: DatasetSummary): Record<string, unknown> {
  return {
    name: dataset.name,
    latestVersion: dataset.latestVersion,
    rows: dataset.rows,
    ...(dataset.target !== undefined && { target: dataset.target }),
    updatedAt: dataset.updatedAt.toISOString(),
  };
}

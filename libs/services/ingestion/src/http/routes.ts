import { datasetsApi } from '@millrace/api';
import { route, type Route } from '@millrace/platform';
import { dvcFile } from '../domain/dvc-file.js';
import type { IngestionContext } from '../operations/context.js';
import { downloadVersion } from '../operations/download-version.js';
import { getProfile } from '../operations/get-profile.js';
import { getVersion } from '../operations/get-version.js';
import { listDatasets } from '../operations/list-datasets.js';
import { listVersions } from '../operations/list-versions.js';
import type { UploadObserver } from '../operations/observe-upload.js';
import { datasetBody, versionBody } from './bodies.js';

export function datasetRoutes(context: IngestionContext, upload: UploadObserver): Route[] {
  return [
    route(datasetsApi.uploadDatasetVersion, async ({ params, query, stream }) => {
      const { outcome, version } = await upload({
        dataset: params.name,
        target: query.target,
        body: stream,
      });
      return { status: outcome === 'created' ? 201 : 200, json: versionBody(version) };
    }),
    route(datasetsApi.listDatasets, async ({ query }) => {
      const { items, ...next } = await listDatasets(context, query);
      return { status: 200, json: { items: items.map(datasetBody), ...next } };
    }),
    route(datasetsApi.listDatasetVersions, async ({ params, query }) => {
      const { items, ...next } = await listVersions(context, params.name, query);
      return { status: 200, json: { items: items.map(versionBody), ...next } };
    }),
    route(datasetsApi.getDatasetVersion, async ({ params }) => ({
      status: 200,
      json: versionBody(await getVersion(context, params.name, params.version)),
    })),
    route(datasetsApi.downloadDatasetVersion, async ({ params, signal }) => ({
      status: 200,
      contentType: 'text/csv',
      ...(await downloadVersion(context, params.name, params.version, signal)),
    })),
    route(datasetsApi.getDatasetProfile, async ({ params }) => ({
      status: 200,
      json: await getProfile(context, params.name, params.version),
    })),
    route(datasetsApi.getDvcFile, async ({ params }) => {
      const version = await getVersion(context, params.name, params.version);
      const path = `${version.dataset}.csv`;
      const text = dvcFile({ md5: version.md5, size: version.bytes, path });
      return {
        status: 200,
        contentType: 'application/yaml',
        bytes: new TextEncoder().encode(text),
        fileName: `${path}.dvc`,
      };
    }),
  ];
}

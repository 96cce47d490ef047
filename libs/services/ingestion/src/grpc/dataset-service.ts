import { DatasetServiceDefinition } from '@millrace/contracts';
import { rpcService, type RpcService } from '@millrace/platform';
import type { IngestionContext } from '../operations/context.js';
import { getVersion } from '../operations/get-version.js';

export function datasetService(context: IngestionContext): RpcService {
  return rpcService(
    DatasetServiceDefinition,
    {
      getDatasetVersion: async ({ dataset, version }) => {
        const found = await getVersion(context, dataset, version);
        return {
          version: {
            dataset: found.dataset,
            version: found.version,
            digest: { md5: found.md5, sha256: found.sha256 },
            rows: found.rows,
            columns: found.columns.map(({ name, type }) => ({ name, type })),
            target: found.target,
            dataKey: found.dataKey,
            frameKey: found.frameKey,
            createdAt: found.createdAt.toISOString(),
          },
        };
      },
    },
    { getDatasetVersion: 'reader' },
  );
}

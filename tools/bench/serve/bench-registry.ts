import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inProcessClient, ModelServiceDefinition, type ModelVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';

/** A registry of files: the first version of each name is its champion. */
export async function benchRegistry(objects: ObjectStore, files: Readonly<Record<string, string>>) {
  const versions = new Map<string, ModelVersion>();
  for (const [model, file] of Object.entries(files)) {
    const bytes = readFileSync(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const modelKey = `models/${sha256}/model.millrace`;
    if (!(await objects.head(modelKey))) await objects.put(modelKey, bytes);
    versions.set(model, {
      model,
      version: 1,
      runId: 'bench',
      algorithm: 'bench',
      modelKey,
      sha256,
      size: bytes.length,
      signatureJson: '{}',
      lineage: undefined,
      metric: 'f1',
      holdoutMetrics: {},
      aliases: ['champion'],
      createdAt: undefined,
    });
  }
  return inProcessClient(ModelServiceDefinition, {
    registerModelVersion: () =>
      Promise.reject(new PlatformError('unimplemented', 'Nobody registers here.')),
    getModelVersion: ({ model }) => {
      const version = versions.get(model);
      return version
        ? Promise.resolve({ version })
        : Promise.reject(new PlatformError('not_found', 'There is no such model.'));
    },
    listModels: () =>
      Promise.resolve({
        models: [...versions.keys()].map((name) => ({
          name,
          latestVersion: 1,
          aliases: { champion: 1 },
        })),
        nextPageToken: '',
      }),
  });
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inProcessClient, ModelServiceDefinition, type ModelVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';

/** A registry of files, which are read when it is first asked: the first version of each name is its champion. */
export function benchRegistry(objects: ObjectStore, files: Readonly<Record<string, string>>) {
  let reading: Promise<ReadonlyMap<string, ModelVersion>> | undefined;
  const known = () => (reading ??= readVersions(objects, files));
  return inProcessClient(ModelServiceDefinition, {
    registerModelVersion: () =>
      Promise.reject(new PlatformError('unimplemented', 'Nobody registers here.')),
    async getModelVersion({ model }) {
      const version = (await known()).get(model);
      if (!version) throw new PlatformError('not_found', 'There is no such model.');
      return { version };
    },
    async listModels() {
      const models = [...(await known()).keys()].map((name) => ({
        name,
        latestVersion: 1,
        aliases: { champion: 1 },
      }));
      return { models, nextPageToken: '' };
    },
    moveAlias: () => Promise.reject(new PlatformError('unimplemented', 'Nobody promotes here.')),
  });
}

async function readVersions(
  objects: ObjectStore,
  files: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, ModelVersion>> {
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
  return versions;
}

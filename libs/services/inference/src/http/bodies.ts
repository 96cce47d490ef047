import type { ServedModelBody } from '@millrace/api';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { BatchRecord } from '../store/batch-queries.js';

export function servedModelBody(loaded: LoadedModel): ServedModelBody {
  const { signature } = loaded;
  return {
    model: loaded.model,
    version: loaded.version,
    sha256: loaded.sha256,
    algorithm: loaded.algorithm,
    loadedAt: loaded.loadedAt.toISOString(),
    signature: {
      inputs: signature.inputs.map(({ name, type, categories }) => ({
        name,
        type,
        ...(categories && { categories: [...categories] }),
      })),
      task: signature.task,
      target: signature.target,
      classes: [...signature.classes],
    },
    inputExample: { ...loaded.inputExample },
  };
}

export function logFileBody(batch: BatchRecord): Record<string, unknown> {
  return {
    file: batch.file,
    day: batch.day,
    rows: batch.rows,
    bytes: batch.bytes,
    createdAt: batch.createdAt.toISOString(),
  };
}

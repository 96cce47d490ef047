import { PlatformError } from '@millrace/platform';
import type { RegistryContext } from './registry-context.js';

export interface OpenedArtifact {
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

// Only types a browser shows without running anything: what a run uploads must not act on this origin.
const safeTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  yaml: 'text/plain; charset=utf-8',
  yml: 'text/plain; charset=utf-8',
  png: 'image/png',
};

export function safeContentType(path: string): string {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return (
    (Object.hasOwn(safeTypes, extension) ? safeTypes[extension] : undefined) ??
    'application/octet-stream'
  );
}

/** @throws PlatformError `not_found` when the run has no such artifact or its bytes are gone */
export async function openArtifact(
  { db, objects }: RegistryContext,
  { runId, path, signal }: { runId: string; path: string; signal: AbortSignal },
): Promise<OpenedArtifact> {
  const artifact = await db
    .selectFrom('run_artifact')
    .select('key')
    .where('run_id', '=', runId)
    .where('path', '=', path)
    .executeTakeFirst();
  if (!artifact) {
    throw new PlatformError('not_found', `The run "${runId}" has no artifact "${path}".`);
  }
  const { bytes } = await objects.get(artifact.key, { signal });
  return {
    contentType: safeContentType(path),
    fileName: path.slice(path.lastIndexOf('/') + 1),
    bytes,
  };
}

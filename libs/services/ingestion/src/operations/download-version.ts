import type { IngestionContext } from './context.js';
import { getVersion } from './get-version.js';

export interface VersionDownload {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Opens the exact bytes of a version.
 * @throws PlatformError `not_found`; the bytes end in `corrupt` when they are no longer what was uploaded
 */
export async function downloadVersion(
  context: Pick<IngestionContext, 'db' | 'objects'>,
  dataset: string,
  version: number,
  signal?: AbortSignal,
): Promise<VersionDownload> {
  const { dataKey } = await getVersion(context, dataset, version);
  const { bytes } = await context.objects.get(dataKey, signal && { signal });
  return { fileName: `${dataset}-v${version}.csv`, bytes };
}

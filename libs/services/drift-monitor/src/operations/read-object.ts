import type { DriftContext } from './drift-context.js';

/** All bytes of an object. @throws PlatformError `not_found`, `corrupt`, `unavailable` */
export async function readObject(
  { objects }: DriftContext,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { bytes } = await objects.get(key, { signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

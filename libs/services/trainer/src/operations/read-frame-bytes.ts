import { createHash } from 'node:crypto';
import { PlatformError } from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';

/** All bytes of an object. */
export async function readObject(
  objects: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { bytes } = await objects.get(key, { signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/**
 * The encoded frame under a key that ends with its SHA-256.
 * @throws PlatformError `corrupt` when the bytes are others, `not_found`
 */
export async function readFrameBytes(
  objects: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = await readObject(objects, key, signal);
  if (sha256Of(bytes) !== key.split('/').at(-1)) {
    throw new PlatformError('corrupt', 'The stored dataset does not match its digest.');
  }
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

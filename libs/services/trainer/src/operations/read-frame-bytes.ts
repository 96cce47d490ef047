import { createHash } from 'node:crypto';
import { PlatformError } from '@millrace/platform';
import type { ObjectBody, ObjectStore } from '@millrace/ports';

/** All bytes of an object. */
export async function readObject(
  objects: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const body = await objects.get(key, { signal });
  return readInto(body, new Uint8Array(body.size));
}

/**
 * The encoded frame under a key that ends with its SHA-256, in memory that threads share: the pool hands it on as it is,
 * and there is one copy of it in the process.
 * @throws PlatformError `corrupt` when the bytes are others, `not_found`
 */
export async function readFrameBytes(
  objects: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const body = await objects.get(key, { signal });
  const bytes = await readInto(body, new Uint8Array(new SharedArrayBuffer(body.size)));
  if (sha256Of(bytes) !== key.split('/').at(-1)) {
    throw new PlatformError('corrupt', 'The stored dataset does not match its digest.');
  }
  return bytes;
}

async function readInto({ key, bytes }: ObjectBody, whole: Uint8Array): Promise<Uint8Array> {
  let offset = 0;
  for await (const chunk of bytes) {
    if (offset + chunk.byteLength > whole.byteLength) break;
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  if (offset === whole.byteLength) return whole;
  throw new PlatformError('corrupt', `The object ${key} is not as long as it was.`);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { createHash } from 'node:crypto';
import { PlatformError } from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';

/**
 * The whole of an object, with its digest.
 * @throws PlatformError `not_found`; `corrupt` when it is larger than `maxBytes` or not what was stored
 */
export async function readObject(
  objects: ObjectStore,
  key: string,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const object = await objects.get(key);
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of object.bytes) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new PlatformError('corrupt', `A file is larger than the ${maxBytes} bytes allowed.`);
    }
    hash.update(chunk);
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), sha256: hash.digest('hex') };
}

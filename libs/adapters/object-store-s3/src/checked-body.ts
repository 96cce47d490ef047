import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { PlatformError } from '@millrace/platform';
import { translated } from './s3-failures.js';

/**
 * Hands on a response's bytes and compares them with what was announced before ending.
 * @throws PlatformError `corrupt` when they differ, `cancelled` when `signal` aborts, `unavailable` when the stream breaks
 */
export async function* checkedBody(
  stream: Readable,
  expected: { readonly size: number; readonly sha256: string },
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (signal?.aborted) throw new PlatformError('cancelled', 'Reading the object was cancelled.');
    throw translated(error);
  } finally {
    stream.destroy();
  }
  if (signal?.aborted) throw new PlatformError('cancelled', 'Reading the object was cancelled.');
  if (size !== expected.size || hash.digest('hex') !== expected.sha256) {
    throw new PlatformError('corrupt', 'A stored object does not match its checksum.');
  }
}

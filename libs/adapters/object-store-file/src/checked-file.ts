import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { PlatformError } from '@millrace/platform';

// The checksum lies in the same file as the bytes, so that one rename makes both visible.
const label = '\nmillrace-sha256 ';

/** Size of the line with the checksum that follows an object's bytes. */
export const trailerSize = label.length + 64 + 1;

export function trailerOf(sha256: string): Uint8Array {
  return new TextEncoder().encode(`${label}${sha256}\n`);
}

const chunkSize = 256 * 1024;

/**
 * Reads the first `size` bytes of a file.
 * @throws PlatformError `corrupt` when the file is shorter, `cancelled` when `signal` aborts
 */
export async function* readBytes(
  file: FileHandle,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; position < size;) {
    if (signal?.aborted) throw new PlatformError('cancelled', 'Reading the object was cancelled.');
    const chunk = new Uint8Array(Math.min(chunkSize, size - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) throw new PlatformError('corrupt', 'A stored object is cut short.');
    position += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/**
 * As `readBytes`, then compares with the checksum behind the bytes.
 * @throws PlatformError `corrupt` when they differ
 */
export async function* readChecked(
  file: FileHandle,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  for await (const chunk of readBytes(file, size, signal)) {
    hash.update(chunk);
    yield chunk;
  }
  const trailer = Buffer.alloc(trailerSize);
  const { bytesRead } = await file.read(trailer, 0, trailerSize, size);
  if (bytesRead !== trailerSize || !trailer.equals(trailerOf(hash.digest('hex')))) {
    throw new PlatformError('corrupt', 'A stored object does not match its checksum.');
  }
}

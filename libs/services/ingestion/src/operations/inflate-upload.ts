import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PlatformError } from '@millrace/platform';
import type { UploadLimits } from '../domain/limits.js';

/**
 * The data of an upload. A body that begins with gzip's magic bytes is inflated, whatever its headers say (a CSV file
 * cannot begin so); any other passes as it is.
 * @throws PlatformError `payload_too_large` past the limits, `invalid_argument` for broken gzip data
 */
export async function* inflateUpload(
  body: AsyncIterable<Uint8Array>,
  limits: UploadLimits,
): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  try {
    const head = await readHead(source);
    const whole = restOf(head, source);
    yield* head[0] === 0x1f && head[1] === 0x8b ? gunzip(whole, limits) : capped(whole, limits);
  } finally {
    await source.return?.();
  }
}

/** The first chunks, as many as it takes to see two bytes. */
async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* restOf(
  head: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

async function* capped(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes }: UploadLimits,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  limits: UploadLimits,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  // An error of the body must come out as itself, not as one of the inflater.
  let bodyError: { cause: unknown } | undefined;
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        sent += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      bodyError = { cause };
      throw cause;
    }
  }
  const inflater = createGunzip({ chunkSize: 64 * 1024 });
  const input = Readable.from(counted(), { objectMode: true });
  input.on('error', (cause) => inflater.destroy(cause));
  input.pipe(inflater);
  let size = 0;
  try {
    for await (const chunk of inflater as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.maxBytes) throw tooLarge(limits.maxBytes);
      if (size > limits.ratioFreeBytes && size > sent * limits.maxRatio) {
        throw new PlatformError(
          'payload_too_large',
          `The gzip data inflates to more than ${limits.maxRatio} times its size.`,
        );
      }
      yield chunk;
    }
  } catch (caught) {
    if (bodyError) throw bodyError.cause;
    if (caught instanceof Error && /^Z_/.test((caught as NodeJS.ErrnoException).code ?? '')) {
      throw new PlatformError('invalid_argument', 'The gzip data is broken or cut off.', {
        faults: [{ message: 'The gzip data is broken or cut off.' }],
        cause: caught,
      });
    }
    throw caught;
  } finally {
    input.destroy();
    inflater.destroy();
  }
}

function tooLarge(maxBytes: number): PlatformError {
  return new PlatformError('payload_too_large', `The data is larger than ${maxBytes} bytes.`);
}

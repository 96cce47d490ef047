import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { PlatformError } from '../errors/platform-error.js';
import { bodyOf } from './kept-body.js';

function tooLarge(limit: number): PlatformError {
  return new PlatformError(
    'payload_too_large',
    `The body is larger than the ${String(limit)} bytes allowed here.`,
  );
}

/** The body's bytes as sent, cut off with `payload_too_large` at `limit`. */
export async function* limitedBody(
  request: IncomingMessage,
  limit: number,
): AsyncGenerator<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  let seen = 0;
  for await (const chunk of bodyOf(request)) {
    seen += chunk.byteLength;
    if (seen > limit) throw tooLarge(limit);
    yield chunk;
  }
}

async function* inflated(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
    }
    gunzip.end();
  })();
  feed.catch((cause: unknown) => gunzip.destroy(cause as Error));
  let seen = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      seen += chunk.byteLength;
      if (seen > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    throw new PlatformError('invalid_argument', 'The body says gzip but cannot be inflated.', {
      cause,
    });
  } finally {
    gunzip.destroy();
  }
}

/**
 * The chunks of a body as they were before they were packed for the way.
 * @param encoding the Content-Encoding: `gzip`, `identity` or none
 * @param limit bytes, inflated; beyond them `payload_too_large`
 * @throws PlatformError `unsupported_media_type` for another encoding
 */
export function unpackedBody(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  limit: number,
): AsyncIterable<Uint8Array> {
  if (encoding === undefined || encoding === 'identity') return chunks;
  if (encoding === 'gzip') return inflated(chunks, limit);
  const message = 'Send the body plain or with Content-Encoding: gzip.';
  throw new PlatformError('unsupported_media_type', message);
}

/**
 * The pieces of a JSON body, inflated at most `limit` bytes long.
 * @param hold is told of bytes before they are kept, and may throw
 */
export async function readJsonPieces(
  request: IncomingMessage,
  limit: number,
  hold: (bytes: number) => void,
): Promise<Uint8Array[]> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(?:json|[\w.+-]+\+json)\s*(?:;|$)/i.test(type)) {
    throw new PlatformError('unsupported_media_type', 'Send JSON: Content-Type: application/json.');
  }
  const sent = limitedBody(request, limit);
  const chunks: Uint8Array[] = [];
  const encoding = request.headers['content-encoding'];
  for await (const chunk of unpackedBody(sent, encoding, limit)) {
    hold(chunk.byteLength);
    chunks.push(chunk);
  }
  return chunks;
}

/** The pieces as one; the only one is not copied. */
export function wholeOf(pieces: readonly Uint8Array[]): Buffer {
  const [only] = pieces;
  if (only === undefined || pieces.length > 1) return Buffer.concat(pieces);
  return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
}

/** Bytes of all of them. */
export function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
}

/** @throws PlatformError `invalid_argument` for bytes that are no JSON, or have a field called `__proto__` */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new PlatformError('invalid_argument', 'The body is not valid JSON.', { cause });
  }
  if (/__proto__|\\u/.test(text)) refuseProtoKeys(json);
  return json;
}

// Iterative: a deeply nested body must not overflow the stack.
function refuseProtoKeys(json: unknown): void {
  const pending: unknown[] = [json];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) {
      throw new PlatformError('invalid_argument', 'A field may not be called "__proto__".', {
        faults: [{ field: '__proto__', message: 'is not an allowed name' }],
      });
    }
    for (const member of Object.values(value)) pending.push(member);
  }
}

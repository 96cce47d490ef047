import { PlatformError, objectKeySegments } from '@millrace/platform';
import type { ObjectBody } from '@millrace/ports';
import { checkedBody } from './checked-body.js';
import type { S3Connection } from './s3-connection.js';
import { isAbsent, retrying } from './s3-failures.js';

const stalledAfterMs = 30_000;
/** Objects of at most this size, in bytes, are read and checked before the first of their bytes is handed out. */
const wholeSize = 1024 * 1024;
/** Readings of a small object that does not match its checksum, before it is held to be damaged. */
const readings = 5;

/**
 * An object's bytes, checked against the checksum they were stored with. A server may put the headers of an object's old
 * version before bytes of the new one when it is replaced meanwhile (s3proxy over files, its issue 490): a small object
 * that does not match is asked for again.
 * @throws PlatformError `not_found`, `unavailable`
 */
export async function getObject(
  connection: S3Connection,
  key: string,
  signal?: AbortSignal,
): Promise<ObjectBody> {
  objectKeySegments(key);
  for (let reading = 1; ; reading++) {
    const body = await requestObject(connection, key, signal);
    if (body.size > wholeSize) return body;
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of body.bytes) chunks.push(chunk);
      return { ...body, bytes: handOut(chunks) };
    } catch (caught) {
      const error = PlatformError.from(caught);
      const mayPass = error.retriable || error.code === 'corrupt';
      if (!mayPass || reading === readings) return { ...body, bytes: handOut(chunks, error) };
    }
  }
}

async function requestObject(
  { client, bucket, region }: S3Connection,
  key: string,
  signal?: AbortSignal,
): Promise<ObjectBody> {
  const response = await retrying(async () => {
    try {
      // Size, checksum and bytes of one answer: a second request could speak of a newer object.
      return await client.makeRequestAsync(
        { method: 'GET', bucketName: bucket, objectName: key },
        '',
        [200],
        region,
      );
    } catch (error) {
      if (isAbsent(error)) throw new PlatformError('not_found', `There is no object ${key}.`);
      throw error;
    }
  });
  const abort = () => response.destroy(new Error('aborted'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  // An error before the first read would otherwise have no listener.
  response.on('error', () => undefined);
  response.once('close', () => signal?.removeEventListener('abort', abort));
  response.setTimeout(stalledAfterMs, () => response.destroy(new Error('The response stalled.')));
  const size = Number(response.headers['content-length']);
  const sha256 = String(response.headers['x-amz-meta-sha256'] ?? '');
  return {
    key,
    size,
    modifiedAt: new Date(response.headers['last-modified'] ?? Number.NaN),
    bytes: checkedBody(response, { size, sha256 }, signal),
  };
}

/** What was read, and then what went wrong with it. */
async function* handOut(
  chunks: readonly Uint8Array[],
  error?: PlatformError,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  if (error) throw error;
}

import { PlatformError, unpackedBody, type HttpRequest } from '@millrace/platform';

/**
 * The whole body of a request, unpacked.
 * @throws PlatformError `payload_too_large` beyond the limit, `unsupported_media_type` for an encoding other than gzip,
 * `unavailable` where the bodies of other requests leave no room
 */
export async function readBody(
  { stream, header, hold }: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpackedBody(stream, header('content-encoding'), maxBytes)) {
    hold?.(chunk.byteLength);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws PlatformError `invalid_argument` */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (cause) {
    throw new PlatformError('invalid_argument', 'The body is not valid JSON.', { cause });
  }
}

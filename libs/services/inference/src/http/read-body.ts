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

/** What the media type of a request is, in lower case and without parameters; empty when it says none. */
export function mediaTypeOf({ header }: Pick<HttpRequest, 'header'>): string {
  return (header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

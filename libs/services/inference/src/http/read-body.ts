import { unpackedBody, wholeOf, type HttpRequest } from '@millrace/platform';

/**
 * The pieces of a body, unpacked.
 * @throws PlatformError `payload_too_large` beyond the limit, `unsupported_media_type` for an encoding other than gzip,
 * `unavailable` where the bodies of other requests leave no room
 */
export async function readPieces(
  { stream, header, hold }: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
  maxBytes: number,
): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unpackedBody(stream, header('content-encoding'), maxBytes)) {
    hold?.(piece.byteLength);
    pieces.push(piece);
  }
  return pieces;
}

/** The same in one piece. */
export async function readBody(
  http: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
  maxBytes: number,
): Promise<Buffer> {
  return wholeOf(await readPieces(http, maxBytes));
}

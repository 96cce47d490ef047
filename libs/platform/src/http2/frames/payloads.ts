import { frameSizeError, protocolError } from '../connection-error.js';
import { Flag } from '../protocol.js';

// What frames carry, checked as far as that needs no knowledge of their connection (RFC 9113, section 6). All of it throws
// a `ConnectionError`.

/** Where what a DATA or HEADERS frame carries ends, padding left away; it begins a byte later where there is padding. */
export function endBeforePadding(flags: number, bytes: Buffer, start: number, end: number): number {
  if ((flags & Flag.padded) === 0) return end;
  const padding = start < end ? (bytes[start] ?? 0) : end;
  if (start + 1 + padding > end) throw protocolError('A frame has more padding than room.');
  return end - padding;
}

export interface HeadersPayload {
  /** The header block. */
  readonly start: number;
  readonly end: number;
  /** Which no stream may. */
  readonly dependsOnItself: boolean;
}

export function readHeaders(
  flags: number,
  streamId: number,
  bytes: Buffer,
  start: number,
  end: number,
): HeadersPayload {
  if (streamId % 2 === 0) throw protocolError('HEADERS stand on a stream that no client opens.');
  const last = endBeforePadding(flags, bytes, start, end);
  const first = (flags & Flag.padded) === 0 ? start : start + 1;
  if ((flags & Flag.priority) === 0) return { start: first, end: last, dependsOnItself: false };
  if (last - first < 5) throw frameSizeError('HEADERS are too short for their priority.');
  return { start: first + 5, end: last, dependsOnItself: uint31(bytes, first) === streamId };
}

export function readWindowUpdate(bytes: Buffer, start: number, end: number): number {
  if (end - start !== 4) throw frameSizeError('WINDOW_UPDATE is not of four bytes.');
  return uint31(bytes, start);
}

/** What the stream is to depend on; `undefined` for a frame of another length, which is a fault of the stream alone. */
export function readPriority(
  streamId: number,
  bytes: Buffer,
  start: number,
  end: number,
): number | undefined {
  if (streamId === 0) throw protocolError('PRIORITY stands on no stream.');
  return end - start === 5 ? uint31(bytes, start) : undefined;
}

export function checkPing(streamId: number, start: number, end: number): void {
  if (streamId !== 0) throw protocolError('PING stands on a stream.');
  if (end - start !== 8) throw frameSizeError('PING is not of eight bytes.');
}

export function checkRstStream(start: number, end: number): void {
  if (end - start !== 4) throw frameSizeError('RST_STREAM is not of four bytes.');
}

export function checkSettings(flags: number, streamId: number, start: number, end: number): void {
  if (streamId !== 0) throw protocolError('SETTINGS stand on a stream.');
  if ((flags & Flag.ack) !== 0 && end > start) {
    throw frameSizeError('An acknowledgement of SETTINGS carries something.');
  }
}

export function checkGoaway(streamId: number, start: number, end: number): void {
  if (streamId !== 0) throw protocolError('GOAWAY stands on a stream.');
  if (end - start < 8) throw frameSizeError('GOAWAY is too short.');
}

function uint31(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) & 0x7fff_ffff;
}

import { type ErrorCode, Flag, frameHeadLength, FrameType, maxFrameSize } from '../protocol.js';

export function writeFrameHead(
  into: Buffer,
  at: number,
  length: number,
  type: number,
  flags: number,
  streamId: number,
): void {
  into[at] = length >> 16;
  into[at + 1] = length >> 8;
  into[at + 2] = length;
  into[at + 3] = type;
  into[at + 4] = flags;
  into[at + 5] = streamId >> 24;
  into[at + 6] = streamId >> 16;
  into[at + 7] = streamId >> 8;
  into[at + 8] = streamId;
}

function frame(type: number, flags: number, streamId: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(frameHeadLength + payload.length);
  writeFrameHead(bytes, 0, payload.length, type, flags, streamId);
  bytes.set(payload, frameHeadLength);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function dataFrame(streamId: number, payload: Uint8Array): Buffer {
  return frame(FrameType.data, Flag.none, streamId, payload);
}

/** A header block, in as many frames as it takes. */
export function headersFrames(streamId: number, block: Buffer, endStream: boolean): Buffer {
  const last = endStream ? Flag.endStream : Flag.none;
  if (block.length <= maxFrameSize) {
    return frame(FrameType.headers, Flag.endHeaders | last, streamId, block);
  }
  const frames = [frame(FrameType.headers, last, streamId, block.subarray(0, maxFrameSize))];
  for (let at = maxFrameSize; at < block.length; at += maxFrameSize) {
    const flags = at + maxFrameSize >= block.length ? Flag.endHeaders : Flag.none;
    const part = block.subarray(at, at + maxFrameSize);
    frames.push(frame(FrameType.continuation, flags, streamId, part));
  }
  return Buffer.concat(frames);
}

export function settingsFrame(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.allocUnsafe(settings.length * 6);
  settings.forEach(([id, value], at) => {
    payload.writeUInt16BE(id, at * 6);
    payload.writeUInt32BE(value, at * 6 + 2);
  });
  return frame(FrameType.settings, Flag.none, 0, payload);
}

export const settingsAckFrame = frame(FrameType.settings, Flag.ack, 0, Buffer.alloc(0));

/** @param data eight bytes */
export function pingFrame(data: Uint8Array): Buffer {
  return frame(FrameType.ping, Flag.none, 0, data);
}

export function pingAckFrame(data: Uint8Array): Buffer {
  return frame(FrameType.ping, Flag.ack, 0, data);
}

export function rstStreamFrame(streamId: number, code: ErrorCode): Buffer {
  return frame(FrameType.rstStream, Flag.none, streamId, uint32(code));
}

export function windowUpdateFrame(streamId: number, increment: number): Buffer {
  return frame(FrameType.windowUpdate, Flag.none, streamId, uint32(increment));
}

export function goawayFrame(lastStreamId: number, code: ErrorCode, message: string): Buffer {
  const payload = Buffer.concat([uint32(lastStreamId), uint32(code), Buffer.from(message)]);
  return frame(FrameType.goaway, Flag.none, 0, payload);
}

import { frameSizeError } from '../connection-error.js';
import { frameHeadLength, maxFrameSize } from '../protocol.js';

export interface FrameSink {
  /** One frame; what it carries lies in `bytes` from `start` to `end`, and is never written over. */
  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void;
}

/** Cuts what comes over a connection into frames (RFC 9113, section 4.1), however it is cut into pieces. */
export class FrameReader {
  readonly #sink: FrameSink;
  /** A frame that has not come whole: its head first, then room for all of it. */
  #partial: Buffer | undefined;
  #filled = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** @throws ConnectionError `frameSizeError`, and whatever the sink throws */
  push(chunk: Buffer): void {
    let at = this.#partial ? this.#fill(chunk) : 0;
    while (chunk.length - at >= frameHeadLength) {
      const end = at + frameHeadLength + lengthAt(chunk, at);
      if (end > chunk.length) break;
      this.#hand(chunk, at, end);
      at = end;
    }
    if (at < chunk.length) {
      this.#partial = Buffer.allocUnsafe(frameHeadLength);
      this.#filled = 0;
      this.#fill(chunk.subarray(at));
    }
  }

  /** How many bytes of the chunk belonged to the frame that has not come whole. */
  #fill(chunk: Buffer): number {
    let taken = 0;
    while (this.#partial && taken < chunk.length) {
      const copied = chunk.copy(this.#partial, this.#filled, taken);
      this.#filled += copied;
      taken += copied;
      if (this.#filled < this.#partial.length) break;
      const whole = frameHeadLength + lengthAt(this.#partial, 0);
      if (this.#filled === whole) {
        const frame = this.#partial;
        this.#partial = undefined;
        this.#hand(frame, 0, whole);
      } else {
        const room = Buffer.allocUnsafe(whole);
        this.#partial.copy(room);
        this.#partial = room;
      }
    }
    return taken;
  }

  #hand(bytes: Buffer, at: number, end: number): void {
    const type = bytes[at + 3] ?? 0;
    const flags = bytes[at + 4] ?? 0;
    const streamId = bytes.readUInt32BE(at + 5) & 0x7fff_ffff;
    this.#sink.frame(type, flags, streamId, bytes, at + frameHeadLength, end);
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  const length = bytes.readUIntBE(at, 3);
  if (length > maxFrameSize) {
    throw frameSizeError(`A frame is larger than ${maxFrameSize}.`);
  }
  return length;
}

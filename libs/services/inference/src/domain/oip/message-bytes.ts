/**
 * Reads a message of Protocol Buffers (encoding of proto3) from its bytes, for messages whose fields come in the order of
 * their numbers, as every generated encoder writes them. Methods give up with a falsy answer or NaN where the bytes are
 * not what they read; the caller then leaves the message to the general way.
 */
export class MessageBytes {
  readonly bytes: Uint8Array;
  at: number;
  readonly #buffer: Buffer;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves over a tag of one byte, when it is the next. */
  take(tag: number): boolean {
    if (this.bytes[this.at] !== tag) return false;
    this.at++;
    return true;
  }

  /** A whole number of at most 2^35 - 1; NaN for a longer one. */
  varint(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let at = this.at; at < this.at + 5; at++) {
      const byte = bytes[at];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.at = at + 1;
        return value;
      }
      scale *= 0x80;
    }
    return Number.NaN;
  }

  /** Moves over a length, and tells where what it measures ends; NaN when that is past the end of the bytes. */
  end(): number {
    const end = this.varint() + this.at;
    return end <= this.bytes.length ? end : Number.NaN;
  }

  /** Moves over a text with these bytes, its length ahead of it. */
  takeText(expected: Uint8Array): boolean {
    const { bytes } = this;
    const start = this.at;
    if (this.end() - this.at !== expected.length) return false;
    for (let index = 0; index < expected.length; index++) {
      if (bytes[this.at + index] !== expected[index]) {
        this.at = start;
        return false;
      }
    }
    this.at += expected.length;
    return true;
  }

  /** A text of ASCII, its length ahead of it; `undefined` for any other. */
  asciiText(): string | undefined {
    const end = this.end();
    if (end !== end) return undefined;
    const start = this.at;
    for (let at = start; at < end; at++) if ((this.bytes[at] ?? 0x80) >= 0x80) return undefined;
    this.at = end;
    return this.#buffer.toString('latin1', start, end);
  }

  /** Moves over `count` doubles into `values` from `first` on; false when one of them is not finite. */
  doubles(values: Float64Array, first: number, count: number): boolean {
    if (this.at + count * 8 > this.bytes.length) return false;
    for (let index = 0; index < count; index++) {
      const value = this.#buffer.readDoubleLE(this.at + index * 8);
      if (value - value !== 0) return false;
      values[first + index] = value;
    }
    this.at += count * 8;
    return true;
  }
}

/** The tag of a field that has its length ahead of it, for numbers of fields below 16. */
export const tagOf = (field: number): number => field * 8 + 2;

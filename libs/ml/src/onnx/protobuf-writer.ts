const encoder = new TextEncoder();
const chunkLength = 1 << 16;
/** Nothing longer is copied on its way into a message. */
const longestCopied = 1 << 12;

/** Bytes that are written where they lie in the end, so that they are never in memory twice. */
export interface LateBytes {
  /** How many they will be. */
  readonly length: number;
  /** @param room of that length; all of it is written before the message is finished */
  place(room: Uint8Array): void;
}

/** Writes messages in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding). */
export class ProtobufWriter {
  readonly #chunks: (Uint8Array | LateBytes)[] = [];
  #open = new Uint8Array(64);
  #used = 0;
  #closedLength = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#closedLength + this.#used;
  }

  /** A whole number of up to 53 bits; negative ones take ten bytes, as the format has it. */
  int(field: number, value: number): this {
    this.#tag(field, 0);
    this.#varint(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  /** @param value kept, not copied, when it is long: it must not change before the end */
  bytes(field: number, value: Uint8Array | LateBytes): this {
    this.#tag(field, 2);
    this.#varint(value.length);
    this.#append(value);
    return this;
  }

  /** @param fields with their tags */
  fields(fields: LateBytes): this {
    this.#append(fields);
    return this;
  }

  /** @param message complete: nothing may be written to it afterwards */
  message(field: number, message: ProtobufWriter): this {
    this.#tag(field, 2);
    this.#varint(message.length);
    message.#close();
    for (const chunk of message.#chunks) this.#append(chunk);
    return this;
  }

  /** The message, in memory of its own. */
  finish(): Uint8Array {
    this.#close();
    const bytes = new Uint8Array(this.#closedLength);
    let at = 0;
    for (const chunk of this.#chunks) {
      if (chunk instanceof Uint8Array) bytes.set(chunk, at);
      else chunk.place(bytes.subarray(at, at + chunk.length));
      at += chunk.length;
    }
    return bytes;
  }

  #tag(field: number, wireType: 0 | 2): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    const open = this.#room(10);
    let at = this.#used;
    if (value >= 0) {
      let rest = value;
      for (; rest > 0x7f; rest = Math.floor(rest / 128)) open[at++] = (rest % 128) | 0x80;
      open[at++] = rest;
    } else {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) open[at++] = Number(rest & 0x7fn) | 0x80;
      open[at++] = Number(rest);
    }
    this.#used = at;
  }

  #append(bytes: Uint8Array | LateBytes): void {
    if (!(bytes instanceof Uint8Array) || bytes.length > longestCopied) {
      this.#close();
      this.#chunks.push(bytes);
      this.#closedLength += bytes.length;
      return;
    }
    this.#room(bytes.length).set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** The open chunk, with room for so many bytes. */
  #room(count: number): Uint8Array {
    if (this.#used + count <= this.#open.length) return this.#open;
    if (this.#used + count <= chunkLength) {
      // Most messages are small: chunks begin small and grow.
      const grown = new Uint8Array(Math.min(chunkLength, 2 * (this.#used + count)));
      grown.set(this.#open.subarray(0, this.#used));
      this.#open = grown;
    } else {
      this.#close();
      this.#open = new Uint8Array(chunkLength);
    }
    return this.#open;
  }

  #close(): void {
    if (this.#used === 0) return;
    this.#chunks.push(this.#open.subarray(0, this.#used));
    this.#closedLength += this.#used;
    this.#open = new Uint8Array(0);
    this.#used = 0;
  }
}

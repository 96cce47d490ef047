import type { JournalHeading, JournalRecord } from '@millrace/ports';

/**
 * A segment is a row of frames: their length behind this word as uint32, little-endian; the number of a heading, as
 * uint32; the bytes. Headings are numbered in the order they come, from 1 on, and a frame of the number 0 is a heading.
 */
const prefixLength = 8;
const headingMark = 0;

/** Frames on their way into a segment, in a buffer that grows and is used again. */
export class FrameBuffer {
  #bytes = Buffer.allocUnsafe(2 ** 16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The frames so far: valid until the next change. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  addHeading(heading: JournalHeading): void {
    this.#add(headingMark, heading.bytes);
  }

  /** @param number of the heading */
  addRecord(number: number, record: Uint8Array): void {
    this.#add(number, record);
  }

  clear(): void {
    this.#length = 0;
  }

  #add(number: number, bytes: Uint8Array): void {
    const start = this.#length;
    const end = start + prefixLength + bytes.length;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, start));
      this.#bytes = grown;
    }
    this.#bytes.writeUInt32LE(bytes.length, start);
    this.#bytes.writeUInt32LE(number, start + 4);
    this.#bytes.set(bytes, start + prefixLength);
    this.#length = end;
  }
}

/** The records of a segment's bytes, which come in any pieces. What is torn off at the end was never acknowledged. */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<JournalRecord> {
  const headings: JournalHeading[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    while (at + prefixLength <= bytes.length) {
      const end = at + prefixLength + bytes.readUInt32LE(at);
      if (end > bytes.length) break;
      const number = bytes.readUInt32LE(at + 4);
      // Copies: the chunk is read into again.
      const content = new Uint8Array(bytes.subarray(at + prefixLength, end));
      at = end;
      const heading = headings[number - 1];
      if (number === headingMark) headings.push({ bytes: content });
      else if (heading) yield { heading, bytes: content };
    }
    rest = bytes.subarray(at);
  }
}

import { ConnectionError } from '../connection-error.js';
import { defaultHeaderTableSize, ErrorCode } from '../protocol.js';
import { DynamicTable } from './dynamic-table.js';
import { Field } from './field.js';
import { decodeHuffman } from './huffman.js';
import { staticTable } from './static-table.js';

/** Whole numbers beyond this stand for nothing that we would take. */
const mostNumber = 2 ** 24;

/** Reads header blocks (RFC 7541). One a connection: a block may refer to what blocks before it said. */
export class HeaderDecoder {
  readonly #table = new DynamicTable();
  readonly #maxListSize: number;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  /** @param maxListSize of a list, as `Field.size` counts */
  constructor(maxListSize: number) {
    this.#maxListSize = maxListSize;
  }

  /**
   * Fields in their order; `undefined` for more than the list may take. Such a block is read to its end all the same:
   * the next ones build on it.
   * @throws ConnectionError `compressionError`
   */
  decode(bytes: Buffer, start: number, end: number): readonly Field[] | undefined {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    const fields: Field[] = [];
    let size = 0;
    while (this.#at < end) {
      const first = bytes[this.#at] ?? 0;
      if (first >= 0x80) {
        const field = this.#fieldAt(this.#number(7));
        size += field.size;
        if (size <= this.#maxListSize) fields.push(field);
      } else if ((first & 0xe0) === 0x20) {
        if (size > 0) throw malformed('A size of the table stands behind a field.');
        const capacity = this.#number(5);
        if (capacity > defaultHeaderTableSize) throw malformed('The table is to be too large.');
        this.#table.resize(capacity);
      } else {
        const indexed = first >= 0x40;
        const field = this.#literal(this.#number(indexed ? 6 : 4));
        if (indexed) this.#table.add(field);
        size += field.size;
        if (size <= this.#maxListSize) fields.push(field);
      }
    }
    this.#bytes = emptyBytes;
    return size <= this.#maxListSize ? fields : undefined;
  }

  #literal(nameIndex: number): Field {
    const name = nameIndex === 0 ? this.#text() : this.#fieldAt(nameIndex).name;
    return new Field(name, this.#text());
  }

  #fieldAt(index: number): Field {
    const field =
      index <= staticTable.length
        ? staticTable[index - 1]
        : this.#table.at(index - staticTable.length - 1);
    if (!field) throw malformed('A field is taken from where the table has none.');
    return field;
  }

  /** A number of which so many bits stand in the first byte (section 5.1). */
  #number(bits: number): number {
    const mask = 2 ** bits - 1;
    let value = (this.#bytes[this.#at++] ?? 0) & mask;
    if (value < mask) return value;
    for (let shift = 0; ; shift += 7) {
      if (this.#at >= this.#end) throw malformed('A number has no end.');
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (value > mostNumber || shift > 28) throw malformed('A number is too large.');
      if (byte < 0x80) return value;
    }
  }

  #text(): string {
    if (this.#at >= this.#end) throw malformed('A text is missing.');
    const huffman = (this.#bytes[this.#at] ?? 0) >= 0x80;
    const length = this.#number(7);
    const start = this.#at;
    const end = start + length;
    if (end > this.#end) throw malformed('A text has no end.');
    this.#at = end;
    if (!huffman) return this.#bytes.toString('latin1', start, end);
    const text = decodeHuffman(this.#bytes, start, end);
    if (text === undefined) throw malformed('A text is no Huffman code.');
    return text;
  }
}

const emptyBytes = Buffer.alloc(0);

function malformed(message: string): ConnectionError {
  return new ConnectionError(ErrorCode.compressionError, message);
}

import { ArrowFormatError } from './arrow-format-error.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A table of FlatBuffers (https://flatbuffers.dev/internals): values by slot, each of which may be left out. Nothing is
 * read past the end of the bytes, whatever their offsets say.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;
  readonly #vtableLength: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    check(view, at, 4);
    this.#vtable = at - view.getInt32(at, true);
    check(view, this.#vtable, 4);
    this.#vtableLength = view.getUint16(this.#vtable, true);
    check(view, this.#vtable, this.#vtableLength);
  }

  /** The table that the bytes are about. @throws ArrowFormatError, as every method does */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, target(view, 0));
  }

  uint8(slot: number): number {
    const at = this.#place(slot, 1);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }

  int16(slot: number): number {
    const at = this.#place(slot, 2);
    return at === undefined ? 0 : this.#view.getInt16(at, true);
  }

  int32(slot: number): number {
    const at = this.#place(slot, 4);
    return at === undefined ? 0 : this.#view.getInt32(at, true);
  }

  bigint(slot: number): bigint {
    const at = this.#place(slot, 8);
    return at === undefined ? 0n : this.#view.getBigInt64(at, true);
  }

  /** A length, a count or an offset. */
  size(slot: number): number {
    return sizeOf(this.bigint(slot));
  }

  text(slot: number): string {
    const at = this.#reference(slot);
    if (at === undefined) return '';
    const length = lengthOf(this.#view, at, 1);
    const { buffer, byteOffset } = this.#view;
    try {
      return utf8.decode(new Uint8Array(buffer, byteOffset + at + 4, length));
    } catch {
      throw new ArrowFormatError('A name is not UTF-8.');
    }
  }

  table(slot: number): FlatTable | undefined {
    const at = this.#reference(slot);
    return at === undefined ? undefined : new FlatTable(this.#view, at);
  }

  tables(slot: number): FlatTable[] {
    const at = this.#reference(slot);
    if (at === undefined) return [];
    return Array.from(
      { length: lengthOf(this.#view, at, 4) },
      (_, index) => new FlatTable(this.#view, target(this.#view, at + 4 + index * 4)),
    );
  }

  /** A vector of structs of two 64-bit sizes each, one after the other. */
  sizePairs(slot: number): number[] {
    const at = this.#reference(slot);
    if (at === undefined) return [];
    return Array.from({ length: lengthOf(this.#view, at, 16) * 2 }, (_, index) =>
      sizeOf(this.#view.getBigInt64(at + 4 + index * 8, true)),
    );
  }

  #place(slot: number, size: number): number | undefined {
    const entry = 4 + slot * 2;
    if (entry + 2 > this.#vtableLength) return undefined;
    const offset = this.#view.getUint16(this.#vtable + entry, true);
    if (offset === 0) return undefined;
    check(this.#view, this.#at + offset, size);
    return this.#at + offset;
  }

  #reference(slot: number): number | undefined {
    const at = this.#place(slot, 4);
    return at === undefined ? undefined : target(this.#view, at);
  }
}

function target(view: DataView, at: number): number {
  check(view, at, 4);
  const found = at + view.getUint32(at, true);
  check(view, found, 4);
  return found;
}

/** The length of a vector whose elements all lie within the bytes. */
function lengthOf(view: DataView, at: number, elementSize: number): number {
  const length = view.getUint32(at, true);
  check(view, at + 4, length * elementSize);
  return length;
}

function sizeOf(value: bigint): number {
  if (value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  throw new ArrowFormatError(`A size of ${value} makes no sense.`);
}

function check(view: DataView, at: number, size: number): void {
  if (at >= 0 && at + size <= view.byteLength) return;
  throw new ArrowFormatError('The metadata of a message points outside of it.');
}

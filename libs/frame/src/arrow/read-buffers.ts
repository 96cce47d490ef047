import { ArrowFormatError } from './arrow-format-error.js';
import type { FloatWidth, IntegerWidth } from './arrow-field.js';
import { halfFloatOf } from './half-float.js';

/** Rows `from` up to but without `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

const integers = {
  8: [Int8Array, Uint8Array],
  16: [Int16Array, Uint16Array],
  32: [Int32Array, Uint32Array],
} as const;

type Words<Elements> = new (buffer: ArrayBuffer, at: number, length: number) => Elements;

/** Elements of a buffer where they lie, or of a copy where that is no multiple of their size. */
function elementsOf<Elements>(
  constructor: Words<Elements>,
  width: number,
  buffer: Uint8Array,
  { from, to }: RowRange,
): Elements {
  const part = buffer.subarray((from * width) / 8, (to * width) / 8);
  if (part.length * 8 !== (to - from) * width) throw new ArrowFormatError('A buffer is too short.');
  const placed = part.byteOffset % (width / 8) === 0 ? part : part.slice();
  return new constructor(placed.buffer as ArrayBuffer, placed.byteOffset, to - from);
}

/** @throws ArrowFormatError for an integer that a double does not hold exactly, or a buffer that is too short */
export function integersOf(
  buffer: Uint8Array,
  { width, signed }: { readonly width: IntegerWidth; readonly signed: boolean },
  range: RowRange,
): Float64Array {
  if (width !== 64) {
    const constructor: Words<ArrayLike<number>> = integers[width][signed ? 0 : 1];
    return Float64Array.from(elementsOf(constructor, width, buffer, range));
  }
  const words = { from: range.from * 2, to: range.to * 2 };
  const low = elementsOf(Uint32Array, 32, buffer, words);
  const high: ArrayLike<number> = elementsOf<ArrayLike<number>>(
    signed ? Int32Array : Uint32Array,
    32,
    buffer,
    words,
  );
  return Float64Array.from(
    { length: range.to - range.from },
    (_, row) => (high[row * 2 + 1] ?? 0) * 2 ** 32 + (low[row * 2] ?? 0),
  );
}

/** @throws ArrowFormatError for a buffer that is too short */
export function floatsOf(buffer: Uint8Array, width: FloatWidth, range: RowRange): Float64Array {
  if (width === 64) return elementsOf(Float64Array, 64, buffer, range).slice();
  if (width === 32) return Float64Array.from(elementsOf(Float32Array, 32, buffer, range));
  return Float64Array.from(elementsOf(Uint16Array, 16, buffer, range), halfFloatOf);
}

/** One bit a row, the least significant first. @throws ArrowFormatError for a buffer that is too short */
export function bitsOf(buffer: Uint8Array, { from, to }: RowRange): Uint8Array {
  if (buffer.length * 8 < to) throw new ArrowFormatError('A buffer is too short.');
  return Uint8Array.from({ length: to - from }, (_, row) => {
    const at = from + row;
    return ((buffer[at >> 3] ?? 0) >> (at & 7)) & 1;
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The texts of rows: each lies between two offsets into the data.
 * @throws ArrowFormatError for offsets that point elsewhere, or bytes that are not UTF-8
 */
export function textsOf(
  offsets: Uint8Array,
  width: 32 | 64,
  data: Uint8Array,
  { from, to }: RowRange,
): string[] {
  if (from === to) return [];
  const ends = integersOf(offsets, { width, signed: true }, { from, to: to + 1 });
  let end = ends[0] ?? 0;
  for (const each of ends) {
    if (!(each >= end && each <= data.length) || end < 0) {
      throw new ArrowFormatError('The offsets of its texts point outside of them.');
    }
    end = each;
  }
  const start = ends[0] ?? 0;
  const bytes = data.subarray(start, end);
  const whole = decoded(bytes);
  // As many characters as bytes: each is ASCII, and stands where its byte does.
  const ascii = whole.length === bytes.length;
  return Array.from({ length: to - from }, (_, row) => {
    const [first, last] = [(ends[row] ?? 0) - start, (ends[row + 1] ?? 0) - start];
    return ascii ? whole.slice(first, last) : decoded(bytes.subarray(first, last));
  });
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ArrowFormatError('Its texts are not UTF-8.');
  }
}

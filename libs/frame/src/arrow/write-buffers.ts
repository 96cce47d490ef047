import type { CategoricalColumn, Column } from '../frame.js';
import type { WrittenField } from './written-field.js';

/** How many values of a column are missing. */
export function missingOf(column: Column): number {
  let missing = 0;
  if (column.kind === 'numeric')
    for (const value of column.values) missing += value === value ? 0 : 1;
  else for (const code of column.codes) missing += code < 0 ? 1 : 0;
  return missing;
}

/** The buffers of a column, its validity first: nothing where no value is missing. */
export function columnBuffers(type: WrittenField['type'], column: Column): Uint8Array[] {
  const values: ArrayLike<number> = column.kind === 'numeric' ? column.values : column.codes;
  const isThere =
    column.kind === 'numeric'
      ? (row: number) => !Number.isNaN(values[row])
      : (row: number) => (values[row] ?? -1) >= 0;
  const valid = missingOf(column) === 0 ? new Uint8Array() : bits(values.length, isThere);
  if (column.kind === 'numeric') {
    if (type === 'float64') return [valid, bytesOf(column.values)];
    const integers = BigInt64Array.from(column.values, (value) =>
      Number.isNaN(value) ? 0n : BigInt(value),
    );
    return [valid, bytesOf(integers)];
  }
  if (type === 'dictionary') {
    return [valid, bytesOf(column.codes.map((code) => Math.max(code, 0)))];
  }
  if (type === 'bool') {
    return [valid, bits(values.length, (row) => textAt(column, row) === 'true')];
  }
  return [valid, ...textBuffers(Array.from(column.codes, (_, row) => textAt(column, row)))];
}

function textAt({ codes, categories }: CategoricalColumn, row: number): string {
  return categories[codes[row] ?? -1] ?? '';
}

/** Offsets of 32 bits, and the texts one after the other. @throws RangeError for more than 2 GiB of them */
export function textBuffers(texts: readonly string[]): [offsets: Uint8Array, data: Uint8Array] {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const length = encoded.reduce((sum, bytes) => sum + bytes.length, 0);
  if (length > 0x7fffffff) throw new RangeError('There are more than 2 GiB of texts.');
  const offsets = new Int32Array(texts.length + 1);
  const data = new Uint8Array(length);
  let at = 0;
  encoded.forEach((bytes, row) => {
    data.set(bytes, at);
    at += bytes.length;
    offsets[row + 1] = at;
  });
  return [bytesOf(offsets), data];
}

function bits(count: number, isSet: (row: number) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(count / 8));
  for (let row = 0; row < count; row++) {
    if (isSet(row)) bytes[row >> 3] = (bytes[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

import type { Column, ColumnType, Frame } from '../frame.js';

/** Bytes that are no encoded frame, or a damaged one. */
export class FrameFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameFormatError';
  }
}

/**
 * Layout, little-endian: 8 bytes magic with the format's version; length of the header as uint32, and 4 zero bytes;
 * the header, JSON padded with spaces to a multiple of 8; then each column's values, each padded to a multiple of 8
 * (float64 numbers, int32 codes). A reader whose bytes begin at a multiple of 8 uses the values where they lie.
 */
const magic = new TextEncoder().encode('MRFRAME1');
const headerStart = 16;

interface ColumnHeader {
  readonly name: string;
  readonly type: ColumnType;
  readonly categories?: readonly string[];
}
interface Header {
  readonly rowCount: number;
  readonly columns: readonly ColumnHeader[];
}

export function encodeFrame(frame: Frame): Uint8Array {
  const header: Header = {
    rowCount: frame.rowCount,
    columns: frame.columns.map((column) => ({
      name: column.name,
      type: column.type,
      ...(column.kind === 'categorical' && { categories: column.categories }),
    })),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = padded(json.length);
  const total = frame.columns.reduce(
    (size, column) => size + padded(widthOf(column.type) * frame.rowCount),
    headerStart + headerLength,
  );
  const bytes = new Uint8Array(total);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(8, headerLength, true);
  bytes.fill(0x20, headerStart, headerStart + headerLength);
  bytes.set(json, headerStart);
  let at = headerStart + headerLength;
  for (const column of frame.columns) {
    const values = column.kind === 'numeric' ? column.values : column.codes;
    if (values.length !== frame.rowCount) {
      throw new RangeError(
        `Column "${column.name}" has ${values.length} values, not ${frame.rowCount}.`,
      );
    }
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(values.byteLength);
  }
  return bytes;
}

/**
 * The frame in these bytes. Its values are views of them where they lie at a multiple of 8, copies otherwise.
 * @throws FrameFormatError
 */
export function decodeFrame(encoded: Uint8Array): Frame {
  const bytes = encoded.byteOffset % 8 === 0 ? encoded : encoded.slice();
  const header = readHeader(bytes);
  const headerLength = viewOf(bytes).getUint32(8, true);
  let at = headerStart + headerLength;
  const columns = header.columns.map((column): Column => {
    const length = widthOf(column.type) * header.rowCount;
    if (at + length > bytes.length) throw new FrameFormatError('The frame is cut off.');
    const start = bytes.byteOffset + at;
    at += padded(length);
    return columnOf(column, bytes.buffer, start, header.rowCount);
  });
  if (at !== bytes.length) throw new FrameFormatError('The frame is longer than its header says.');
  return { rowCount: header.rowCount, columns };
}

function columnOf(
  { name, type, categories }: ColumnHeader,
  buffer: ArrayBufferLike,
  start: number,
  rows: number,
): Column {
  if (type === 'integer' || type === 'number') {
    return { kind: 'numeric', name, type, values: float64(buffer, start, rows) };
  }
  if (!categories) throw new FrameFormatError(`Column "${name}" has no categories.`);
  const codes = int32(buffer, start, rows);
  for (const code of codes) {
    if (code < -1 || code >= categories.length) {
      throw new FrameFormatError(`Column "${name}" has a code without a category.`);
    }
  }
  return { kind: 'categorical', name, type, codes, categories };
}

// A worker may be handed bytes in shared memory; the frame's arrays are typed for both.
function float64(buffer: ArrayBufferLike, start: number, length: number): Float64Array {
  return new Float64Array(buffer as ArrayBuffer, start, length);
}

function int32(buffer: ArrayBufferLike, start: number, length: number): Int32Array {
  return new Int32Array(buffer as ArrayBuffer, start, length);
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < headerStart || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new FrameFormatError('These bytes are no frame.');
  }
  const length = viewOf(bytes).getUint32(8, true);
  if (length % 8 !== 0 || headerStart + length > bytes.length) {
    throw new FrameFormatError('The frame is cut off.');
  }
  let header: unknown;
  try {
    // A copy: TextDecoder refuses shared memory.
    const json = bytes.slice(headerStart, headerStart + length);
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new FrameFormatError('The header of the frame cannot be read.');
  }
  if (!isHeader(header)) throw new FrameFormatError('The header of the frame is not one of ours.');
  return header;
}

const types: ReadonlySet<unknown> = new Set<ColumnType>(['integer', 'number', 'boolean', 'string']);

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { rowCount, columns } = value as Partial<Header>;
  return (
    Number.isSafeInteger(rowCount) &&
    (rowCount ?? -1) >= 0 &&
    Array.isArray(columns) &&
    columns.every(isColumnHeader)
  );
}

function isColumnHeader(value: unknown): value is ColumnHeader {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type, categories } = value as Partial<ColumnHeader>;
  return (
    typeof name === 'string' &&
    types.has(type) &&
    (categories === undefined ||
      (Array.isArray(categories) && categories.every((category) => typeof category === 'string')))
  );
}

function widthOf(type: ColumnType): 8 | 4 {
  return type === 'integer' || type === 'number' ? 8 : 4;
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

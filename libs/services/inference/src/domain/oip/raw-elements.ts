import { halfFloatOf } from '@millrace/frame';
import { rangeOf, sizeOf, type Datatype } from './datatype.js';
import { malformed } from './infer-request.js';

/**
 * The elements of a tensor in raw form: little-endian, row-major, unpadded; a text is its length in four bytes and then
 * its bytes. Source: Triton, binary tensor data extension.
 * @throws PlatformError `invalid_argument` for bytes that are not `count` elements of the datatype
 */
export function rawElements(
  bytes: Uint8Array,
  datatype: Datatype,
  count: number,
  field: string,
): Float64Array | readonly string[] | readonly boolean[] {
  if (datatype === 'BYTES') return rawTexts(bytes, count, field);
  const size = sizeOf(datatype);
  if (bytes.length !== count * size) {
    const wanted = `${count * size} bytes for the ${count} elements of its shape`;
    throw malformed(field, `must have ${wanted}, not ${bytes.length}`);
  }
  if (datatype === 'BOOL') return rawBooleans(bytes, field);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[datatype];
  const elements = new Float64Array(count);
  for (let at = 0; at < count; at++) elements[at] = read(view, at * size);
  if (datatype === 'INT64' || datatype === 'UINT64') {
    const [least, most] = rangeOf(datatype);
    const wrong = elements.findIndex((value) => value < least || value > most);
    if (wrong >= 0) throw malformed(`${field}/${wrong}`, `must be from ${least} to ${most}`);
  }
  return elements;
}

const readers: Readonly<
  Record<Exclude<Datatype, 'BYTES' | 'BOOL'>, (view: DataView, at: number) => number>
> = {
  INT8: (view, at) => view.getInt8(at),
  UINT8: (view, at) => view.getUint8(at),
  INT16: (view, at) => view.getInt16(at, true),
  UINT16: (view, at) => view.getUint16(at, true),
  INT32: (view, at) => view.getInt32(at, true),
  UINT32: (view, at) => view.getUint32(at, true),
  // Beyond 2^53 the number is another than was sent, and still beyond it: the check of the range finds it.
  INT64: (view, at) => Number(view.getBigInt64(at, true)),
  UINT64: (view, at) => Number(view.getBigUint64(at, true)),
  FP16: (view, at) => halfFloatOf(view.getUint16(at, true)),
  BF16: (view, at) => brainFloatOf(view.getUint16(at, true)),
  FP32: (view, at) => view.getFloat32(at, true),
  FP64: (view, at) => view.getFloat64(at, true),
};

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of an IEEE 754 binary32. */
function brainFloatOf(bits: number): number {
  scratch.setUint32(0, bits * 0x10000);
  return scratch.getFloat32(0);
}

function rawBooleans(bytes: Uint8Array, field: string): boolean[] {
  return Array.from(bytes, (byte, at) => {
    if (byte > 1) throw malformed(`${field}/${at}`, 'must be 0 or 1');
    return byte === 1;
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws PlatformError `invalid_argument` */
export function textOf(bytes: Uint8Array, field: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed(field, 'must be UTF-8');
  }
}

function rawTexts(bytes: Uint8Array, count: number, field: string): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = 0;
  // Every text takes four bytes at least: a shape of more is found out before it is filled.
  while (at < bytes.length) {
    const from = at + 4;
    const to = from <= bytes.length ? from + view.getUint32(at, true) : Infinity;
    if (to > bytes.length) throw malformed(field, 'ends within a text');
    texts.push(textOf(bytes.subarray(from, to), `${field}/${texts.length}`));
    at = to;
  }
  if (texts.length !== count) {
    throw malformed(field, `must have the ${count} texts of its shape, not ${texts.length}`);
  }
  return texts;
}

/** Numbers as `FP64`, texts as `BYTES`. */
export function rawBytesOf(elements: Float64Array | readonly string[]): Uint8Array {
  if (elements instanceof Float64Array) {
    const bytes = new Uint8Array(elements.length * 8);
    const view = new DataView(bytes.buffer);
    elements.forEach((value, at) => {
      view.setFloat64(at * 8, value, true);
    });
    return bytes;
  }
  const parts = elements.flatMap((text) => {
    const encoded = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(encoded.length);
    return [length, encoded];
  });
  return Buffer.concat(parts);
}

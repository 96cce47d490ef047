/** Datatypes of the protocol: those that hold numbers, `BOOL`, and `BYTES` for texts. */
export type Datatype = NumberDatatype | 'BOOL' | 'BYTES';

export type NumberDatatype = IntegerDatatype | FloatDatatype;
export type IntegerDatatype =
  'INT8' | 'INT16' | 'INT32' | 'INT64' | 'UINT8' | 'UINT16' | 'UINT32' | 'UINT64';
export type FloatDatatype = 'FP16' | 'BF16' | 'FP32' | 'FP64';

/** Bytes of one element in raw form; texts have a length of their own. */
const sizes: Readonly<Record<Exclude<Datatype, 'BYTES'>, number>> = {
  BOOL: 1,
  INT8: 1,
  UINT8: 1,
  INT16: 2,
  UINT16: 2,
  FP16: 2,
  BF16: 2,
  INT32: 4,
  UINT32: 4,
  FP32: 4,
  INT64: 8,
  UINT64: 8,
  FP64: 8,
};

export function sizeOf(datatype: Exclude<Datatype, 'BYTES'>): number {
  return sizes[datatype];
}

export function isDatatype(text: unknown): text is Datatype {
  return typeof text === 'string' && (text === 'BYTES' || Object.hasOwn(sizes, text));
}

/**
 * The range of an integer datatype. That of 64 bits ends where a double no longer tells neighbours apart, because that
 * is what models compute with.
 */
export function rangeOf(datatype: IntegerDatatype): readonly [least: number, most: number] {
  const unsigned = datatype.startsWith('U');
  const bits = sizes[datatype] * 8;
  if (bits === 64) {
    return [unsigned ? 0 : Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  }
  return unsigned ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

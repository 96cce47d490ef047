import type { InputTable } from '../input-table.js';
import { json, JsonBytes, plainJsonBytes } from '../json-bytes.js';
import { maxRows, type ModelInputs } from '../model-inputs.js';
import { wholeInput } from './read-tensors.js';

/**
 * Reads an infer request that has nothing but its inputs, straight from the bytes of a body: all features in one tensor
 * of doubles with flat data, or a tensor a feature in the order of the signature, of one row. Gives up with `undefined` on
 * anything else, right or wrong, and leaves it to the general way.
 */
export type TensorReader = (body: Buffer) => InputTable | undefined;

const start = Buffer.from('"inputs"');
const name = Buffer.from('"name"');
const shape = Buffer.from('"shape"');
const datatype = Buffer.from('"datatype"');
const data = Buffer.from('"data"');
const fp64 = Buffer.from('"FP64"');
const noStrangers: ReadonlyMap<number, string> = new Map();

/** Made once a model. */
export function tensorReader(inputs: ModelInputs): TensorReader {
  const { columns, numbersOnly } = inputs;
  const whole = Buffer.from(`"${wholeInput}"`);
  const names = columns.map((column) =>
    plainJsonBytes(column.name) ? Buffer.from(`"${column.name}"`) : undefined,
  );
  if (!numbersOnly || columns.length === 0) return () => undefined;
  const takesWhole = inputs.columnOf(wholeInput) === undefined;

  return (body) => {
    const source = new JsonBytes(body);
    if (!source.take(json.openObject) || !source.takeBytes(start)) return undefined;
    if (!source.take(json.colon) || !source.take(json.openList)) return undefined;
    const from = source.at;
    const values = (takesWhole && readWhole(source)) || readEach(source, from);
    if (!values) return undefined;
    if (!source.take(json.closeList) || !source.take(json.closeObject) || !source.atEnd()) {
      return undefined;
    }
    const rows = values.length / columns.length;
    return { rows, columns: columns.length, values, strangers: noStrangers };
  };

  function readWhole(source: JsonBytes): Float64Array | undefined {
    if (!takeName(source, whole) || !takeKey(source, shape) || !source.take(json.openList)) {
      return undefined;
    }
    const rows = source.number();
    const fits =
      Number.isInteger(rows) &&
      rows >= 1 &&
      rows <= maxRows &&
      source.take(json.comma) &&
      source.number() === columns.length &&
      source.take(json.closeList);
    // A shape that promises more than the body can hold is not worth the memory.
    if (!fits || rows * columns.length > source.bytes.length) return undefined;
    const values = new Float64Array(rows * columns.length);
    return takeType(source) && readNumbers(source, values, 0, values.length) ? values : undefined;
  }

  function readEach(source: JsonBytes, from: number): Float64Array | undefined {
    source.at = from;
    const values = new Float64Array(columns.length);
    for (let column = 0; column < names.length; column++) {
      const expected = names[column];
      if (column > 0 && !source.take(json.comma)) return undefined;
      if (expected === undefined || !takeName(source, expected)) return undefined;
      if (!takeKey(source, shape) || !source.take(json.openList) || source.number() !== 1) {
        return undefined;
      }
      if (source.take(json.comma) && source.number() !== 1) return undefined;
      if (!source.take(json.closeList) || !takeType(source)) return undefined;
      if (!readNumbers(source, values, column, 1)) return undefined;
    }
    return values;
  }
}

function takeName(source: JsonBytes, expected: Uint8Array): boolean {
  return (
    source.take(json.openObject) &&
    source.takeBytes(name) &&
    source.take(json.colon) &&
    source.takeBytes(expected)
  );
}

function takeKey(source: JsonBytes, key: Uint8Array): boolean {
  return source.take(json.comma) && source.takeBytes(key) && source.take(json.colon);
}

function takeType(source: JsonBytes): boolean {
  return takeKey(source, datatype) && source.takeBytes(fp64);
}

/** The data of a tensor, and the end of its object. */
function readNumbers(
  source: JsonBytes,
  values: Float64Array,
  first: number,
  count: number,
): boolean {
  if (!takeKey(source, data) || !source.take(json.openList)) return false;
  for (let index = 0; index < count; index++) {
    if (index > 0 && !source.take(json.comma)) return false;
    const value = source.number();
    if (value !== value) return false;
    values[first + index] = value;
  }
  return source.take(json.closeList) && source.take(json.closeObject);
}

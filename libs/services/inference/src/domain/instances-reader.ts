import type { InputTable } from './input-table.js';
import { json, JsonBytes, plainJsonBytes } from './json-bytes.js';
import type { InputColumn } from './input-column.js';
import { maxRows, type ModelInputs } from './model-inputs.js';

const instances = Buffer.from('"instances"');
const nothing = Buffer.from('null');
const yes = Buffer.from('true');
const no = Buffer.from('false');

/**
 * Reads `{"instances":[{feature:value,...},...]}` straight from the bytes of a body, each feature once a row, in any order.
 * Gives up with `undefined` on anything else, right or wrong, and leaves it to `readInstances`.
 */
export type InstancesReader = (body: Buffer) => InputTable | undefined;

/** Made once a model. */
export function instancesReader(inputs: ModelInputs): InstancesReader {
  const { columns } = inputs;
  // With the quotes: a name is compared with the bytes as they stand.
  const keys = columns.map(({ name }) => {
    const bytes = plainJsonBytes(name);
    return bytes && name !== '__proto__' ? Buffer.from(`"${name}"`) : undefined;
  });
  if (columns.length === 0 || keys.includes(undefined)) return () => undefined;
  const known = keys.filter((key) => key !== undefined);

  return (body) => {
    const source = new JsonBytes(body);
    if (!source.take(json.openObject) || !source.takeBytes(instances)) return undefined;
    if (!source.take(json.colon) || !source.take(json.openList)) return undefined;
    const rows = new GrowingRows(columns.length);
    do {
      if (rows.count === maxRows || !readRow(source, rows)) return undefined;
    } while (source.take(json.comma));
    if (!source.take(json.closeList) || !source.take(json.closeObject)) return undefined;
    return source.atEnd() ? rows.finish() : undefined;
  };

  function readRow(source: JsonBytes, rows: GrowingRows): boolean {
    if (!source.take(json.openObject)) return false;
    const from = rows.begin();
    for (let member = 0; member < columns.length; member++) {
      if (member > 0 && !source.take(json.comma)) return false;
      const column = columnAt(source, member);
      const about = columns[column];
      if (about === undefined || !rows.mark(column) || !source.take(json.colon)) return false;
      if (!readValue(source, about, rows, from + column)) return false;
    }
    return source.take(json.closeObject);
  }

  /** Most clients keep to the order of the signature: the name that is due is tried first. */
  function columnAt(source: JsonBytes, due: number): number {
    const expected = known[due];
    if (expected !== undefined && source.takeBytes(expected)) return due;
    const name = source.text();
    return name === undefined ? -1 : (inputs.columnOf(name) ?? -1);
  }
}

function readValue(
  source: JsonBytes,
  { numeric, codes }: InputColumn,
  rows: GrowingRows,
  at: number,
): boolean {
  if (numeric) {
    const value = source.number();
    if (value === value) {
      rows.values[at] = value;
      return true;
    }
    return source.takeBytes(nothing);
  }
  const text = source.takeBytes(yes) ? 'true' : source.takeBytes(no) ? 'false' : source.text();
  if (text === undefined) return source.takeBytes(nothing);
  const code = codes.get(text);
  if (code === undefined) rows.strangers.set(at, text);
  else rows.values[at] = code;
  return true;
}

/** Values of rows whose number is not known yet. */
class GrowingRows {
  readonly strangers = new Map<number, string>();
  readonly #columns: number;
  /** Of each column the last row that has it. */
  readonly #marks: Int32Array;
  values: Float64Array;
  count = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.#marks = new Int32Array(columns);
    this.values = new Float64Array(columns);
  }

  /** Begins a row. @returns where it is */
  begin(): number {
    const from = this.count++ * this.#columns;
    const to = from + this.#columns;
    if (to > this.values.length) {
      const grown = new Float64Array(Math.max(to, this.values.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    this.values.fill(Number.NaN, from, to);
    return from;
  }

  /** Whether the row has this column for the first time. */
  mark(column: number): boolean {
    if (this.#marks[column] === this.count) return false;
    this.#marks[column] = this.count;
    return true;
  }

  finish(): InputTable {
    const length = this.count * this.#columns;
    return {
      rows: this.count,
      columns: this.#columns,
      values: length === this.values.length ? this.values : this.values.slice(0, length),
      strangers: this.strangers,
    };
  }
}

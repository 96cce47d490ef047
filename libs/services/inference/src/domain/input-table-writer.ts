import type { InputTable } from './input-table.js';
import type { InputColumn } from './input-column.js';

const noStrangers: ReadonlyMap<number, string> = new Map();

/**
 * Fills an `InputTable` in any order. The `put` methods check a value against its column: they give what is wrong with
 * it, to be told with its place in the request, or `undefined` when it was taken.
 */
export class InputTableWriter {
  readonly #columns: readonly InputColumn[];
  readonly #rows: number;
  readonly #values: Float64Array;
  #strangers: Map<number, string> | undefined;

  constructor(columns: readonly InputColumn[], rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#values = new Float64Array(rows * columns.length).fill(Number.NaN);
  }

  /** Takes any value of JSON; `null` is a missing one. */
  put(row: number, column: number, value: unknown): string | undefined {
    if (value === null) return undefined;
    if (typeof value === 'number' && Number.isNaN(value)) return 'must be a finite number';
    if (typeof value === 'number') return this.putNumber(row, column, value);
    if (typeof value === 'string') return this.putText(row, column, value);
    if (typeof value === 'boolean') return this.#putBoolean(row, column, value);
    return this.#refusal(column, Array.isArray(value) ? 'an array' : `an ${typeof value}`);
  }

  /** NaN is a missing value, as in binary tensors. */
  putNumber(row: number, column: number, value: number): string | undefined {
    if (this.#columns[column]?.numeric !== true) return this.#refusal(column, 'a number');
    if (Math.abs(value) === Infinity) return 'must be a finite number';
    this.#values[row * this.#columns.length + column] = value;
    return undefined;
  }

  /** One of the model's categories, or a text that is none of them. */
  putText(row: number, column: number, text: string): string | undefined {
    const { numeric, codes } = this.#columns[column] ?? {};
    if (numeric !== false) return this.#refusal(column, 'a string');
    const at = row * this.#columns.length + column;
    const code = codes?.get(text);
    if (code !== undefined) this.#values[at] = code;
    else (this.#strangers ??= new Map<number, string>()).set(at, text);
    return undefined;
  }

  /** The table of what was put so far. */
  finish(): InputTable {
    return {
      rows: this.#rows,
      columns: this.#columns.length,
      values: this.#values,
      strangers: this.#strangers ?? noStrangers,
    };
  }

  #putBoolean(row: number, column: number, value: boolean): string | undefined {
    return this.#columns[column]?.numeric === false
      ? this.putText(row, column, String(value))
      : this.#refusal(column, 'a boolean');
  }

  #refusal(column: number, kind: string): string {
    return this.#columns[column]?.numeric === true
      ? `must be a number, not ${kind}`
      : `must be a string or a boolean, not ${kind}`;
  }
}

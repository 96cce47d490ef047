import type { ModelInput } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import { isNumeric } from './feature-value.js';
import type { InputColumn } from './input-column.js';
import { InputTableWriter } from './input-table-writer.js';

/** Rows that one request may ask about. */
export const maxRows = 10_000;

/** What the requests of a model are read with: built from its signature, once. */
export class ModelInputs {
  /** In the order of the signature. */
  readonly columns: readonly InputColumn[];
  /** Whether every input is a number, so that a request may send them as one tensor or table. */
  readonly numbersOnly: boolean;
  readonly #places: ReadonlyMap<string, number>;

  constructor(inputs: readonly ModelInput[]) {
    this.columns = inputs.map((input) => ({
      name: input.name,
      numeric: isNumeric(input),
      codes: new Map(input.categories?.map((category, code) => [category, code])),
    }));
    this.numbersOnly = this.columns.every(({ numeric }) => numeric);
    this.#places = new Map(inputs.map(({ name }, column) => [name, column]));
  }

  /** The column of an input; `undefined` for a name that is none. */
  columnOf(name: string): number | undefined {
    return this.#places.get(name);
  }

  /**
   * A table to be filled; every value is missing until it is put.
   * @throws PlatformError `invalid_argument` for no rows, or more than one request may ask about
   */
  write(rows: number): InputTableWriter {
    if (rows >= 1 && rows <= maxRows) return new InputTableWriter(this.columns, rows);
    throw new PlatformError('invalid_argument', `Send between 1 and ${maxRows} rows, not ${rows}.`);
  }
}

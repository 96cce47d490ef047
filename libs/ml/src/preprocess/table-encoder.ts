import { columnByName, type Column, type ColumnType, type Frame } from '@millrace/frame';
import type { Matrix } from './matrix.js';
import { SignatureMismatch } from './signature-mismatch.js';

/** How a column of numbers becomes one column of the matrix: gaps filled, then `(value - mean) / scale`. */
export interface NumericEncoding {
  readonly kind: 'numeric';
  readonly name: string;
  readonly type: ColumnType;
  /** Stands in for missing and infinite values. */
  readonly median: number;
  readonly mean: number;
  readonly scale: number;
}

/** How a column of categories becomes a column for each of `categories`: 1 where the row has it, 0 elsewhere. */
export interface CategoricalEncoding {
  readonly kind: 'categorical';
  readonly name: string;
  readonly type: ColumnType;
  /** The most frequent first. Any other category has no column: all of its row's are 0. */
  readonly categories: readonly string[];
}

export type ColumnEncoding = NumericEncoding | CategoricalEncoding;

/** What was learned from the training rows about turning a table into a matrix. Plain JSON. */
export interface TableEncoding {
  readonly columns: readonly ColumnEncoding[];
}

export function widthOf({ columns }: TableEncoding): number {
  return columns.reduce(
    (sum, column) => sum + (column.kind === 'numeric' ? 1 : column.categories.length),
    0,
  );
}

/**
 * The matrix of a table's rows; columns are found by name, others ignored.
 * @param rows which rows, in which order; all of them when absent
 * @throws SignatureMismatch when a column is absent or of another kind
 */
export function encodeTable(encoding: TableEncoding, frame: Frame, rows?: Uint32Array): Matrix {
  const width = widthOf(encoding);
  const count = rows?.length ?? frame.rowCount;
  const values = new Float64Array(count * width);
  let offset = 0;
  for (const column of encoding.columns) {
    const source = sourceOf(frame, column);
    if (column.kind === 'numeric' && source.kind === 'numeric') {
      encodeNumbers(column, source.values, { values, width, offset, count, rows });
      offset += 1;
    } else if (column.kind === 'categorical' && source.kind === 'categorical') {
      encodeCategories(column, source, { values, width, offset, count, rows });
      offset += column.categories.length;
    }
  }
  return { rows: count, columns: width, values };
}

interface Destination {
  readonly values: Float64Array;
  readonly width: number;
  readonly offset: number;
  readonly count: number;
  readonly rows: Uint32Array | undefined;
}

function encodeNumbers(
  { median, mean, scale }: NumericEncoding,
  source: Float64Array,
  { values, width, offset, count, rows }: Destination,
): void {
  for (let row = 0, at = offset; row < count; row++, at += width) {
    const value = source[rows ? (rows[row] ?? 0) : row] ?? Number.NaN;
    values[at] = ((Number.isFinite(value) ? value : median) - mean) / scale;
  }
}

function encodeCategories(
  { categories }: CategoricalEncoding,
  source: Extract<Column, { kind: 'categorical' }>,
  { values, width, offset, count, rows }: Destination,
): void {
  const place = new Map(categories.map((category, index) => [category, index]));
  const placeOf = Int32Array.from(source.categories, (category) => place.get(category) ?? -1);
  for (let row = 0, at = offset; row < count; row++, at += width) {
    const code = source.codes[rows ? (rows[row] ?? 0) : row] ?? -1;
    // A missing value is taken for the most frequent category.
    const index = code < 0 ? 0 : (placeOf[code] ?? -1);
    if (index >= 0) values[at + index] = 1;
  }
}

function sourceOf(frame: Frame, column: ColumnEncoding): Column {
  const source = columnByName(frame, column.name);
  const name = JSON.stringify(column.name);
  if (!source) throw new SignatureMismatch(`The table has no column ${name}.`);
  if (source.kind === column.kind) return source;
  throw new SignatureMismatch(
    `Column ${name} must hold ${column.kind === 'numeric' ? 'numbers' : 'categories'}, not ${source.type} values.`,
  );
}

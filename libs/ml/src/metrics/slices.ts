import type { Column } from '@millrace/frame';
import { quantileOf } from './quantile.js';

/** Rows that have something in common: a category, a range of numbers with both ends, or no value at all. */
export interface SliceOfColumn {
  readonly column: string;
  readonly value:
    | { readonly kind: 'category'; readonly category: string }
    | { readonly kind: 'range'; readonly from: number; readonly to: number }
    | { readonly kind: 'missing' };
  /** Indexes into the rows that were sliced, ascending. */
  readonly places: Uint32Array;
}

export interface SlicedLoss extends SliceOfColumn {
  readonly meanLoss: number;
}

export interface SliceOptions {
  /** A slice has this many rows at least, and leaves out one row at least. */
  readonly fewestRows: number;
  /** How many of the worst are wanted. */
  readonly most: number;
}

const ranges = 4;

/**
 * The slices with greater losses than all rows together, worst first: by the categories of a column, or by quarters of its numbers
 *. Ordered by the lower end of the 95% interval of the mean loss, so that few rows have to be much worse
 * to come before many.
 * @param columns of the whole table
 * @param rows those that have losses, as row numbers of the table
 * @param losses of each of `rows`, in their order
 */
export function worstSlices(
  columns: readonly Column[],
  rows: Uint32Array,
  losses: Float64Array,
  { fewestRows, most }: SliceOptions,
): SlicedLoss[] {
  const ofAll = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return columns
    .flatMap((column) => slicesOf(column, rows))
    .filter(({ places }) => places.length >= fewestRows && places.length < rows.length)
    .map((slice) => ({ slice, ...lossOf(slice.places, losses) }))
    .filter(({ mean }) => mean > ofAll)
    .sort((a, b) => b.atLeast - a.atLeast)
    .slice(0, most)
    .map(({ slice, mean }) => ({ ...slice, meanLoss: mean }));
}

function lossOf(places: Uint32Array, losses: Float64Array): { mean: number; atLeast: number } {
  const count = places.length;
  const mean = places.reduce((sum, place) => sum + (losses[place] ?? 0), 0) / count;
  const squares = places.reduce((sum, place) => sum + ((losses[place] ?? 0) - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(count - 1, 1) / count);
  return { mean, atLeast: mean - 1.96 * error };
}

function slicesOf(column: Column, rows: Uint32Array): SliceOfColumn[] {
  return column.kind === 'categorical'
    ? byCategory(column, rows)
    : byRange(column.name, column.values, rows);
}

function byCategory(
  { name, codes, categories }: Extract<Column, { kind: 'categorical' }>,
  rows: Uint32Array,
): SliceOfColumn[] {
  const groups = new Map<number, number[]>();
  rows.forEach((row, place) => {
    const code = Math.max(codes[row] ?? -1, -1);
    const group = groups.get(code);
    if (group) group.push(place);
    else groups.set(code, [place]);
  });
  return [...groups].map(([code, places]) => ({
    column: name,
    value: code < 0 ? { kind: 'missing' } : { kind: 'category', category: categories[code] ?? '' },
    places: Uint32Array.from(places),
  }));
}

function byRange(column: string, values: Float64Array, rows: Uint32Array): SliceOfColumn[] {
  const sorted = Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
    .filter((value) => Number.isFinite(value))
    .sort();
  const edges = [
    ...new Set(
      Array.from({ length: ranges - 1 }, (_, part) => quantileOf(sorted, (part + 1) / ranges)),
    ),
  ];
  const groups = Array.from({ length: edges.length + 1 }, (): number[] => []);
  const missing: number[] = [];
  rows.forEach((row, place) => {
    const value = values[row] ?? Number.NaN;
    if (!Number.isFinite(value)) missing.push(place);
    else groups[edges.filter((edge) => value > edge).length]?.push(place);
  });
  const found = groups
    .filter((group) => group.length > 0)
    .map((group): SliceOfColumn => {
      const own = group.map((place) => values[rows[place] ?? 0] ?? 0);
      const from = own.reduce((least, value) => Math.min(least, value), Infinity);
      const to = own.reduce((most, value) => Math.max(most, value), -Infinity);
      return { column, value: { kind: 'range', from, to }, places: Uint32Array.from(group) };
    });
  if (missing.length === 0) return found;
  return [...found, { column, value: { kind: 'missing' }, places: Uint32Array.from(missing) }];
}

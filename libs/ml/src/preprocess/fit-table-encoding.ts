import type { Column, Frame } from '@millrace/frame';
import type {
  CategoricalEncoding,
  ColumnEncoding,
  NumericEncoding,
  TableEncoding,
} from './table-encoder.js';

/** Categories that get a column of their own; rarer ones share the meaning "none of these". */
const mostCategories = 64;
/** A column of so many categories names rows rather than describes them. */
const identifierCategories = 1000;

/**
 * Learns medians, means, scales and categories from the training rows alone. Columns that say nothing there (one
 * value, none, or nearly one of their own per row) are left out.
 */
export function fitTableEncoding(
  frame: Frame,
  rows: Uint32Array,
  { target }: { readonly target: string },
): TableEncoding {
  return {
    columns: frame.columns.flatMap((column): ColumnEncoding[] => {
      if (column.name === target) return [];
      const encoding =
        column.kind === 'numeric' ? fitNumbers(column, rows) : fitCategories(column, rows);
      return encoding ? [encoding] : [];
    }),
  };
}

function fitNumbers(
  { name, type, values }: Extract<Column, { kind: 'numeric' }>,
  rows: Uint32Array,
): NumericEncoding | undefined {
  const finite = Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
    .filter(Number.isFinite)
    .sort();
  const count = finite.length;
  if (count === 0 || finite[0] === finite[count - 1]) return undefined;
  const middle = (count - 1) / 2;
  const median = (at(finite, Math.floor(middle)) + at(finite, Math.ceil(middle))) / 2;
  // Moments of the filled column. Scaled by the largest magnitude, so that no square overflows.
  const largest = Math.max(Math.abs(at(finite, 0)), Math.abs(at(finite, count - 1)));
  const filled = rows.length - count;
  let sum = (median / largest) * filled;
  for (const value of finite) sum += value / largest;
  const mean = sum / rows.length;
  let squares = filled * (median / largest - mean) ** 2;
  for (const value of finite) squares += (value / largest - mean) ** 2;
  const scale = Math.sqrt(squares / rows.length) * largest;
  return scale > 0 && Number.isFinite(scale)
    ? { kind: 'numeric', name, type, median, mean: mean * largest, scale }
    : undefined;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

function fitCategories(
  { name, type, codes, categories }: Extract<Column, { kind: 'categorical' }>,
  rows: Uint32Array,
): CategoricalEncoding | undefined {
  const counts = new Uint32Array(categories.length);
  for (const row of rows) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  const seen: { category: string; count: number }[] = [];
  counts.forEach((count, code) => {
    if (count > 0) seen.push({ category: categories[code] ?? '', count });
  });
  if (seen.length < 2 || isIdentifier(seen.length, rows.length)) return undefined;
  // Ties by the text itself: the order must not hang on the order of rows.
  seen.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  return {
    kind: 'categorical',
    name,
    type,
    categories: seen.slice(0, mostCategories).map(({ category }) => category),
  };
}

/** Whether so many categories in so many rows can only be names of rows, or free text. */
export function isIdentifier(categories: number, rows: number): boolean {
  return categories > identifierCategories || (categories > 20 && categories > rows / 2);
}

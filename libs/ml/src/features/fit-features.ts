import type { Column, Frame } from '@millrace/frame';
import { isIdentifier, numbersRows } from './row-names.js';
import type { CategoricalFeature, Feature, NumericFeature } from './feature-table.js';

/** Categories that are told apart; rarer ones share the meaning "none of these". */
const mostCategories = 254;

/**
 * Learns from the training rows alone which columns say something and which categories there are. Columns of one value,
 * of none, of nearly one category per row, or that number the rows are left out.
 * @param options.apart names of columns that are not to be learned from
 */
export function fitFeatures(
  frame: Frame,
  rows: Uint32Array,
  { apart }: { readonly apart: ReadonlySet<string> },
): Feature[] {
  return frame.columns.flatMap((column): Feature[] => {
    if (apart.has(column.name)) return [];
    const feature =
      column.kind === 'numeric' ? fitNumbers(column, rows) : fitCategories(column, rows);
    return feature ? [feature] : [];
  });
}

function fitNumbers(
  { name, type, values }: Extract<Column, { kind: 'numeric' }>,
  rows: Uint32Array,
): NumericFeature | undefined {
  let first = Number.NaN;
  let missing = 0;
  let varies = false;
  for (const row of rows) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isFinite(value)) missing++;
    else if (Number.isNaN(first)) first = value;
    else if (value !== first) varies = true;
  }
  if (numbersRows(values, rows)) return undefined;
  // One value and gaps: whether it is there may still say something.
  return varies || (missing > 0 && missing < rows.length)
    ? { kind: 'numeric', name, type, missing: missing > 0 }
    : undefined;
}

function fitCategories(
  { name, type, codes, categories }: Extract<Column, { kind: 'categorical' }>,
  rows: Uint32Array,
): CategoricalFeature | undefined {
  const counts = new Uint32Array(categories.length);
  let known = 0;
  for (const row of rows) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    known++;
  }
  const seen: { category: string; count: number }[] = [];
  counts.forEach((count, code) => {
    if (count > 0) seen.push({ category: categories[code] ?? '', count });
  });
  const values = seen.length + (known < rows.length ? 1 : 0);
  if (values < 2 || isIdentifier(seen.length, rows.length)) return undefined;
  // Ties by the text itself: the order must not hang on the order of rows.
  seen.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  return {
    kind: 'categorical',
    name,
    type,
    missing: known < rows.length,
    categories: seen.slice(0, mostCategories).map(({ category }) => category),
  };
}

/** A column of so many categories names rows rather than describes them. */
const identifierCategories = 1000;
/** Numbers from 1 to this many times the rows, each once at most, are handed out rather than measured. */
const densest = 4;
const fewestNumbered = 20;

/** Whether so many categories in so many rows can only be names of rows, or free text. */
export function isIdentifier(categories: number, rows: number): boolean {
  return categories > identifierCategories || (categories > 20 && categories > rows / 2);
}

/**
 * Whether values count the rows: whole numbers, another one in each row, close together, and rising or falling from row
 * to row.
 * @param rows ascending
 */
export function numbersRows(values: Float64Array, rows: Uint32Array): boolean {
  if (rows.length < fewestNumbered) return false;
  const first = values[rows[0] ?? 0] ?? Number.NaN;
  const last = values[rows.at(-1) ?? 0] ?? Number.NaN;
  const direction = Math.sign(last - first);
  let before = first - direction;
  for (const row of rows) {
    const value = values[row] ?? Number.NaN;
    // NaN is neither whole nor further on.
    if (!Number.isInteger(value) || !((value - before) * direction > 0)) return false;
    before = value;
  }
  return Math.abs(last - first) < densest * rows.length;
}

/**
 * How far apart the least and the greatest of whole numbers are, of which every row has another one, where that is close
 * for so many of them; undefined for all other values.
 */
export function spreadOfWholeNumbers(values: Float64Array, rows: Uint32Array): number | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (const row of rows) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isInteger(value)) return undefined;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const spread = greatest - least;
  if (!(spread < densest * rows.length)) return undefined;
  const seen = new Uint8Array(spread + 1);
  for (const row of rows) {
    const place = (values[row] ?? 0) - least;
    if (seen[place] === 1) return undefined;
    seen[place] = 1;
  }
  return spread;
}

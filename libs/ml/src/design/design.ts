import type { Feature, FeatureTable } from '../features/feature-table.js';

/** How a number becomes columns of the design matrix: gaps filled, then `(value - mean) / scale`. */
export interface NumericTerm {
  readonly kind: 'numeric';
  /** Its first column. */
  readonly column: number;
  /** Stands in for a missing value. */
  readonly median: number;
  readonly mean: number;
  readonly scale: number;
  /** Whether a second column says with a 1 that the value is missing. */
  readonly missingColumn: boolean;
  /** Share of the training rows without a value. */
  readonly missingShare: number;
}

/** How a category becomes columns: 1 in that of its level, 0 in the others. */
export interface CategoricalTerm {
  readonly kind: 'categorical';
  readonly column: number;
  /** Columns for the first levels; rarer ones have none. */
  readonly levels: number;
  /** Whether the column behind them stands for missing values, and for those never seen. */
  readonly missingColumn: boolean;
  /** levels + 1: share of the training rows in each level, and of those without a value. */
  readonly shares: Float64Array;
}

export type Term = NumericTerm | CategoricalTerm;

/** The columns that linear methods see of features: a term for each, in their order. */
export interface Design {
  readonly terms: readonly Term[];
  /** Columns of the matrix. */
  readonly width: number;
}

/** Categories that get a column of their own. */
const mostLevels = 64;

/** Columns of the matrix, those for missing values apart. */
export function widthOf(features: readonly Feature[]): number {
  return features.reduce(
    (sum, feature) =>
      sum + (feature.kind === 'numeric' ? 1 : Math.min(feature.categories.length, mostLevels)),
    0,
  );
}

/** Learns medians, means and scales from a table of training rows. */
export function fitDesign(features: readonly Feature[], table: FeatureTable): Design {
  let width = 0;
  const terms = features.map((feature, index): Term => {
    const column = width;
    if (feature.kind === 'categorical') {
      const levels = Math.min(feature.categories.length, mostLevels);
      const shares = sharesOf(table, index, levels);
      const missingColumn = (shares[levels] ?? 0) > 0;
      width += levels + (missingColumn ? 1 : 0);
      return { kind: 'categorical', column, levels, missingColumn, shares };
    }
    const term = fitNumbers(table, index, column);
    width += term.missingColumn ? 2 : 1;
    return term;
  });
  return { terms, width };
}

function sharesOf(
  { rows, columns, values }: FeatureTable,
  offset: number,
  levels: number,
): Float64Array {
  const counts = new Float64Array(levels + 1);
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    const level = Number.isNaN(value) ? levels : value;
    if (level < levels || level !== value) counts[level] = (counts[level] ?? 0) + 1;
  }
  return counts.map((count) => count / rows);
}

function fitNumbers(
  { rows, columns, values }: FeatureTable,
  offset: number,
  column: number,
): NumericTerm {
  let count = 0;
  let largest = 0;
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    if (Number.isNaN(value)) continue;
    count++;
    largest = Math.max(largest, Math.abs(value));
  }
  const missing = rows - count;
  const median = missing > 0 && count > 0 ? medianOf(values, offset, columns, count) : 0;
  // Moments of the filled column, in parts of the largest magnitude, so that no square overflows.
  const unit = largest || 1;
  const filled = median / unit;
  let sum = filled * missing;
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    if (!Number.isNaN(value)) sum += value / unit;
  }
  const mean = sum / rows;
  let squares = missing * (filled - mean) ** 2;
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    if (!Number.isNaN(value)) squares += (value / unit - mean) ** 2;
  }
  const scale = Math.sqrt(squares / rows) * unit;
  return {
    kind: 'numeric',
    column,
    median,
    mean: mean * unit,
    scale: scale > 0 && Number.isFinite(scale) ? scale : unit,
    missingColumn: missing > 0,
    missingShare: missing / rows,
  };
}

function medianOf(values: Float64Array, offset: number, columns: number, count: number): number {
  const known = new Float64Array(count);
  let next = 0;
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    if (!Number.isNaN(value)) known[next++] = value;
  }
  known.sort();
  const middle = (count - 1) / 2;
  return ((known[Math.floor(middle)] ?? 0) + (known[Math.ceil(middle)] ?? 0)) / 2;
}

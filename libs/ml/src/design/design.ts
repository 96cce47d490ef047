import type { Feature, FeatureTable } from '../features/feature-table.js';
import { momentsOf } from './column-moments.js';

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
  const moments = momentsOf(table);
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
    const missing = table.rows - (moments.counts[index] ?? 0);
    const missingColumn = missing > 0;
    width += missingColumn ? 2 : 1;
    return {
      kind: 'numeric',
      column,
      median: moments.medians[index] ?? 0,
      mean: moments.means[index] ?? 0,
      scale: moments.scales[index] ?? 1,
      missingColumn,
      missingShare: missing / table.rows,
    };
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

import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { countOf, rankOf, thresholdArrays, type ThresholdArrays } from './sorted-thresholds.js';

/** The code of a missing category: no model tells so many apart. */
export const missingCategory = 255;

/**
 * What trees ask of a row, as small integers. A number that goes left where it is missing at some nodes and right at
 * others is two columns; the code of a number is how many of the column's thresholds lie below it, so that it is at most
 * a threshold exactly when its code is at most that threshold's rank. Categories follow the numbers, by their index.
 */
export interface RankedColumns {
  readonly count: number;
  /** The first columns are numbers. */
  readonly numericCount: number;
  /** Feature of each column. */
  readonly sources: Int32Array;
  readonly leftWhenMissing: Uint8Array;
  /** Of each column of numbers. */
  readonly thresholds: ThresholdArrays;
}

/** Writes rows x columns codes of the table's rows from `first` on. */
export function encodeRows(
  { count, numericCount, sources, leftWhenMissing, thresholds }: RankedColumns,
  { columns, values }: FeatureTable,
  first: number,
  rows: number,
  codes: Uint16Array,
): void {
  const end = rows * count;
  for (let column = 0; column < count; column++) {
    let from = first * columns + (sources[column] ?? 0);
    if (column >= numericCount) {
      for (let to = column; to < end; to += count, from += columns) {
        const value = values[from] ?? Number.NaN;
        codes[to] = value !== value ? missingCategory : value;
      }
      continue;
    }
    const missing = leftWhenMissing[column] === 1 ? 0 : countOf(thresholds, column);
    for (let to = column; to < end; to += count, from += columns) {
      const value = values[from] ?? Number.NaN;
      codes[to] = value !== value ? missing : rankOf(thresholds, column, value);
    }
  }
}

/** The columns of trees, and what is needed of them only while the nodes are laid out. */
export interface ColumnPlan {
  readonly columns: RankedColumns;
  /** Column of each key. */
  readonly places: ReadonlyMap<number, number>;
  /** Thresholds of the column that has most of them. */
  readonly mostThresholds: number;
}

export function planColumns(
  { features: split, thresholds, missingLeft }: TreeArrays,
  features: readonly Feature[],
): ColumnPlan {
  const asked = new Map<number, Set<number>>();
  split.forEach((feature, node) => {
    if (feature < 0) return;
    const key = keyOf(features, feature, missingLeft[node] ?? 0);
    const known = asked.get(key);
    if (known) known.add(thresholds[node] ?? 0);
    else asked.set(key, new Set([thresholds[node] ?? 0]));
  });
  const isNumeric = (key: number) => features[key >> 1]?.kind === 'numeric';
  const keys = [...asked.keys()].sort((a, b) => a - b);
  const numeric = keys.filter(isNumeric);
  const ordered = [...numeric, ...keys.filter((key) => !isNumeric(key))];
  const lists = numeric.map((key) => Float64Array.from(asked.get(key) ?? []).sort());
  return {
    columns: {
      count: ordered.length,
      numericCount: lists.length,
      sources: Int32Array.from(ordered, (key) => key >> 1),
      leftWhenMissing: Uint8Array.from(ordered, (key) => key & 1),
      thresholds: thresholdArrays(lists),
    },
    places: new Map(ordered.map((key, column) => [key, column])),
    mostThresholds: lists.reduce((most, { length }) => Math.max(most, length), 0),
  };
}

/** Names a column. Categories tell in their sets where a missing one goes: they need one column only. */
export function keyOf(features: readonly Feature[], feature: number, missingLeft: number): number {
  return feature * 2 + (features[feature]?.kind === 'numeric' ? missingLeft : 0);
}

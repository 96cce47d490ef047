import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';

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
  /** Thresholds of the column that has most of them. */
  readonly mostThresholds: number;
  columnOf(feature: number, missingLeft: number): number;
  /** @param threshold one of those of the column */
  rankOf(column: number, threshold: number): number;
  /** Writes rows x columns codes of the table's rows from `first` on. */
  encode(table: FeatureTable, first: number, rows: number, codes: Uint16Array): void;
}

export function rankedColumns(
  { features: split, thresholds, missingLeft }: TreeArrays,
  features: readonly Feature[],
): RankedColumns {
  const asked = new Map<number, Set<number>>();
  split.forEach((feature, node) => {
    if (feature < 0) return;
    const key = keyOf(features, feature, missingLeft[node] ?? 0);
    const known = asked.get(key);
    if (known) known.add(thresholds[node] ?? 0);
    else asked.set(key, new Set([thresholds[node] ?? 0]));
  });
  const kindOf = (key: number) => features[key >> 1]?.kind;
  const keys = [...asked.keys()].sort((a, b) => a - b);
  const numeric = keys.filter((key) => kindOf(key) === 'numeric');
  const ordered = [...numeric, ...keys.filter((key) => kindOf(key) !== 'numeric')];
  const places = new Map(ordered.map((key, column) => [key, column]));
  const lists = numeric.map((key) => Float64Array.from(asked.get(key) ?? []).sort());
  const starts = new Int32Array(numeric.length + 1);
  lists.forEach((list, column) => (starts[column + 1] = (starts[column] ?? 0) + list.length));
  const ranked = new Float64Array(starts[numeric.length] ?? 0);
  lists.forEach((list, column) => ranked.set(list, starts[column]));
  const sources = Int32Array.from(ordered, (key) => key >> 1);
  const leftWhenMissing = Uint8Array.from(ordered, (key) => key & 1);
  const count = ordered.length;
  const numericCount = numeric.length;

  /** How many of a column's thresholds lie below a value. */
  const below = (column: number, value: number): number => {
    const start = starts[column] ?? 0;
    let low = start;
    let length = (starts[column + 1] ?? 0) - start;
    while (length > 0) {
      const half = length >> 1;
      if ((ranked[low + half] ?? 0) < value) {
        low += half + 1;
        length -= half + 1;
      } else length = half;
    }
    return low - start;
  };

  return {
    count,
    numericCount,
    mostThresholds: lists.reduce((most, { length }) => Math.max(most, length), 0),
    columnOf: (feature, left) => places.get(keyOf(features, feature, left)) ?? 0,
    rankOf: below,
    encode({ columns, values }, first, rows, codes) {
      for (let column = 0; column < count; column++) {
        const isNumeric = column < numericCount;
        const missing = isNumeric
          ? leftWhenMissing[column] === 1
            ? 0
            : (starts[column + 1] ?? 0) - (starts[column] ?? 0)
          : missingCategory;
        let from = first * columns + (sources[column] ?? 0);
        for (let to = column; to < rows * count; to += count) {
          const value = values[from] ?? Number.NaN;
          codes[to] = value !== value ? missing : isNumeric ? below(column, value) : value;
          from += columns;
        }
      }
    },
  };
}

/** Categories tell in their sets where a missing one goes: they need one column only. */
function keyOf(features: readonly Feature[], feature: number, missingLeft: number): number {
  return feature * 2 + (features[feature]?.kind === 'numeric' ? missingLeft : 0);
}

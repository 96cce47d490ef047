import type { Feature } from '../features/feature-table.js';
import { leaf, type TreeArrays } from './tree-arrays.js';

/**
 * The columns in the order of their features' names. Trees are grown over columns in this order, so that features are
 * drawn, and equal splits chosen between, by what they are called and not by where they stand: with the same seed,
 * columns in another order give the same function.
 */
export function columnsByName(features: readonly Feature[]): Int32Array {
  const nameOf = (column: number) => features[column]?.name ?? '';
  return Int32Array.from(features.keys()).sort((a, b) => {
    const first = nameOf(a);
    const second = nameOf(b);
    return first < second ? -1 : first > second ? 1 : a - b;
  });
}

/** Trees over columns in some order as trees over the columns where they stand. */
export function overOwnColumns(trees: TreeArrays, order: Int32Array): TreeArrays {
  return {
    ...trees,
    features: trees.features.map((column) => (column === leaf ? leaf : (order[column] ?? leaf))),
  };
}

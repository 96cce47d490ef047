import type { Feature } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';

/** Finds the leaf of a row. @param at where the row begins in `values` */
export type LeafFinder = (values: Float64Array, at: number, root: number) => number;

/**
 * The way from a root to a leaf. Children that lie behind their node make every way end.
 * @param leafCount leaves there are
 * @throws RangeError when the arrays do not fit together
 */
export function leafFinder(
  trees: TreeArrays,
  features: readonly Feature[],
  leafCount: number,
): LeafFinder {
  checkTrees(trees, features, leafCount);
  const goesLeft = splitFollower(trees, features);
  const { features: split, children } = trees;
  return (values, at, root) => {
    let node = root;
    while ((split[node] ?? -1) >= 0) {
      node = (children[node] ?? 0) + (goesLeft(values, at, node) ? 0 : 1);
    }
    return children[node] ?? 0;
  };
}

/** Whether a row goes left at an inner node. @param at where the row begins in `values` */
export function splitFollower(
  { features: split, thresholds, missingLeft, sets }: TreeArrays,
  features: readonly Feature[],
): (values: Float64Array, at: number, node: number) => boolean {
  const categorical = Uint8Array.from(features, ({ kind }) => (kind === 'categorical' ? 1 : 0));
  return (values, at, node) => {
    const feature = split[node] ?? 0;
    const value = values[at + feature] ?? 0;
    if (value !== value) return missingLeft[node] === 1;
    if (categorical[feature] !== 1) return value <= (thresholds[node] ?? 0);
    const word = sets[(thresholds[node] ?? 0) * wordsPerSet + (value >> 5)] ?? 0;
    return ((word >>> (value & 31)) & 1) === 1;
  };
}

/** @throws RangeError when the arrays do not fit together */
export function checkTrees(
  { roots, features: split, thresholds, children, missingLeft, sets, covers }: TreeArrays,
  features: readonly Feature[],
  leafCount: number,
): void {
  const nodes = split.length;
  const setCount = sets.length / wordsPerSet;
  const fits =
    roots.length > 0 &&
    thresholds.length === nodes &&
    children.length === nodes &&
    missingLeft.length === nodes &&
    covers.length === nodes &&
    covers.every((cover) => cover >= 0) &&
    Number.isInteger(setCount) &&
    Number.isInteger(leafCount) &&
    roots.every((root) => root >= 0 && root < nodes) &&
    split.every((feature, node) => {
      const child = children[node] ?? -1;
      if (feature < 0) return child >= 0 && child < leafCount;
      const threshold = thresholds[node] ?? Number.NaN;
      const kind = features[feature]?.kind;
      return (
        child > node &&
        child + 1 < nodes &&
        (kind === 'numeric'
          ? !Number.isNaN(threshold)
          : kind === 'categorical' &&
            Number.isInteger(threshold) &&
            threshold >= 0 &&
            threshold < setCount)
      );
    });
  if (!fits) throw new RangeError('The trees do not fit together.');
}

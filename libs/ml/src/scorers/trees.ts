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
  check(trees, features, leafCount);
  const { features: split, thresholds, children, missingLeft, sets } = trees;
  const categorical = Uint8Array.from(features, ({ kind }) => (kind === 'categorical' ? 1 : 0));
  return (values, at, root) => {
    let node = root;
    for (let feature = split[node] ?? -1; feature >= 0; feature = split[node] ?? -1) {
      const value = values[at + feature] ?? 0;
      const left = children[node] ?? 0;
      let goesLeft: boolean;
      if (value !== value) goesLeft = missingLeft[node] === 1;
      else if (categorical[feature] === 1) {
        const word = sets[(thresholds[node] ?? 0) * wordsPerSet + (value >> 5)] ?? 0;
        goesLeft = ((word >>> (value & 31)) & 1) === 1;
      } else goesLeft = value <= (thresholds[node] ?? 0);
      node = goesLeft ? left : left + 1;
    }
    return children[node] ?? 0;
  };
}

function check(
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

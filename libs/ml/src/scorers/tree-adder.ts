import type { Feature } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { compileTrees, type LeafSums, type TreeAdder } from './compiled-trees.js';
import { checkTrees, leafFinder } from './trees.js';

/**
 * The trees of a scorer, ready to be walked.
 * @throws RangeError when the arrays do not fit together
 */
export function treeAdder(
  trees: TreeArrays,
  features: readonly Feature[],
  sums: LeafSums,
): TreeAdder {
  checkTrees(trees, features, sums.leaves.length / sums.width);
  return compileTrees(trees, features, sums) ?? plainTreeAdder(trees, features, sums);
}

/**
 * Walks the arrays as they are, for what `compileTrees` leaves.
 * @throws RangeError when the arrays do not fit together
 */
export function plainTreeAdder(
  trees: TreeArrays,
  features: readonly Feature[],
  { leaves, width, groups }: LeafSums,
): TreeAdder {
  const leafOf = leafFinder(trees, features, leaves.length / width);
  const { roots } = trees;
  return ({ rows, columns, values }, sums) => {
    for (let row = 0; row < rows; row++) {
      for (let tree = 0; tree < roots.length; tree++) {
        const leaf = leafOf(values, row * columns, roots[tree] ?? 0) * width;
        const to = (row * groups + (tree % groups)) * width;
        for (let output = 0; output < width; output++) {
          sums[to + output] = (sums[to + output] ?? 0) + (leaves[leaf + output] ?? 0);
        }
      }
    }
  };
}

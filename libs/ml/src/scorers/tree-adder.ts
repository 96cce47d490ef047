import type { Feature } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import {
  compiledTreeAdder,
  compileTrees,
  type LeafSums,
  type TreeAdder,
} from './compiled-trees.js';
import { checkTrees, leafFinder } from './trees.js';
import type { WalkedTrees } from './walk-trees.js';

/** Trees as they are walked: plain data, which threads can share. */
export type ReadyTrees =
  | { readonly form: 'compiled'; readonly trees: WalkedTrees }
  /** As they are, for what `compileTrees` leaves. */
  | { readonly form: 'plain'; readonly trees: TreeArrays; readonly sums: LeafSums };

/**
 * The trees of a scorer, ready to be walked.
 * @throws RangeError when the arrays do not fit together
 */
export function readyTrees(
  trees: TreeArrays,
  features: readonly Feature[],
  sums: LeafSums,
): ReadyTrees {
  checkTrees(trees, features, sums.leaves.length / sums.width);
  const compiled = compileTrees(trees, features, sums);
  return compiled ? { form: 'compiled', trees: compiled } : { form: 'plain', trees, sums };
}

export function treeAdder(ready: ReadyTrees, features: readonly Feature[]): TreeAdder {
  return ready.form === 'compiled'
    ? compiledTreeAdder(ready.trees)
    : plainTreeAdder(ready.trees, features, ready.sums);
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

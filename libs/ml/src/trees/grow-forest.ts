import { createRandom, derivedSeed } from '../random/random.js';
import type { BinnedTable } from './binned-table.js';
import { classMark, classSplitSearch } from './class-split-search.js';
import { growTree, type GrowthLimits } from './grow-tree.js';
import { quantitySplitSearch } from './quantity-split-search.js';
import { TreeBuilder, type Grove } from './tree-arrays.js';
import type { SplitSearch, TreeRows } from './split.js';

/** What a forest is grown from; all arrays lie in shared memory. */
export interface ForestPlan extends GrowthLimits {
  readonly table: BinnedTable;
  readonly target:
    | { readonly kind: 'classes'; readonly codes: Int32Array; readonly classCount: number }
    | { readonly kind: 'quantity'; readonly values: Float64Array };
  /** Weight of each row, a whole number. */
  readonly weights: Int32Array;
  readonly trees: number;
  readonly minLeafRows: number;
  readonly sampling: 'bootstrap' | 'all';
  readonly seed: number;
  /** One number: the next tree that nobody has begun. */
  readonly next: Int32Array;
}

/** A tree and its place in the forest. */
export interface NumberedTree extends Grove {
  readonly index: number;
}

/** Grows trees of the forest until none is left; which thread grows a tree makes no difference to it. */
export function growForest(plan: ForestPlan): NumberedTree[] {
  const { table, target, trees, next, seed } = plan;
  const tree = treeRows(table.rows);
  const spare = treeRows(table.rows);
  const drawn = new Int32Array(table.rows);
  const grown: NumberedTree[] = [];
  for (let index = Atomics.add(next, 0, 1); index < trees; index = Atomics.add(next, 0, 1)) {
    const random = createRandom(derivedSeed(seed, index));
    drawRows(drawn, plan.sampling, random.integer);
    let count = 0;
    for (let row = 0; row < table.rows; row++) {
      const weight = (drawn[row] ?? 0) * (plan.weights[row] ?? 0);
      if (weight === 0) continue;
      tree.rows[count] = row;
      tree.marks[count] =
        target.kind === 'classes' ? classMark(target.codes[row] ?? 0, weight) : weight;
      count++;
    }
    const builder = new TreeBuilder();
    const search = searchFor(plan);
    growTree(table, tree, count, { search, builder, random, limits: plan, spare });
    grown.push({ index, trees: builder.finish(), leaves: search.leaves() });
  }
  return grown;
}

function treeRows(rows: number): TreeRows {
  return { rows: new Int32Array(rows), marks: new Int32Array(rows) };
}

function searchFor({ table, target, minLeafRows }: ForestPlan): SplitSearch {
  return target.kind === 'classes'
    ? classSplitSearch(table, target.classCount, minLeafRows)
    : quantitySplitSearch(table, target.values, minLeafRows);
}

/** How often each row is drawn. */
function drawRows(
  drawn: Int32Array,
  sampling: ForestPlan['sampling'],
  integer: (below: number) => number,
): void {
  if (sampling === 'all') {
    drawn.fill(1);
    return;
  }
  drawn.fill(0);
  const rows = drawn.length;
  for (let draw = 0; draw < rows; draw++) {
    const row = integer(rows);
    drawn[row] = (drawn[row] ?? 0) + 1;
  }
}

import { createRandom, derivedSeed, type Random } from '../random/random.js';
import type { BinnedTable } from './binned-table.js';
import { classMark } from './class-histogram.js';
import { classSplitSearch } from './class-split-search.js';
import { closeRows, type ReadRows } from './close-rows.js';
import { growTree, type GrowthLimits } from './grow-tree.js';
import { nodeBins } from './node-bins.js';
import { quantitySplitSearch } from './quantity-split-search.js';
import { TreeBuilder, type Grove } from './tree-arrays.js';
import type { Cut } from './cut.js';
import type { SplitSearch, TreeRows } from './split.js';

/** How the rows that a tree learns from are drawn. */
export interface Sampling {
  /** `bootstrap`: with replacement, `all`: each row once at most. */
  readonly kind: 'bootstrap' | 'all';
  /** How many, of those there are. */
  readonly rows: number;
}

/** What a forest is grown from; all arrays lie in shared memory. */
export interface ForestPlan extends GrowthLimits {
  readonly table: BinnedTable;
  /** The bins of the table, row-major. */
  readonly byRow: Uint8Array;
  readonly target:
    | { readonly kind: 'classes'; readonly codes: Int32Array; readonly classCount: number }
    | { readonly kind: 'quantity'; readonly values: Float64Array };
  /** Weight of each row, a whole number. */
  readonly weights: Int32Array;
  readonly trees: number;
  readonly minLeafRows: number;
  readonly sampling: Sampling;
  /** `best`: each feature is split where that is best; `random`: in one place, drawn at random. */
  readonly cuts: 'best' | 'random';
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
  const most = Math.min(plan.sampling.rows, table.rows);
  const tree = treeRows(most);
  const spare = treeRows(most);
  const drawn = new Int32Array(table.rows);
  const whole: ReadRows = {
    laidOut: nodeBins(table, plan.byRow),
    values: target.kind === 'quantity' ? target.values : new Float64Array(0),
  };
  const close = most < table.rows ? closeRows(table.columns, most, whole) : undefined;
  const grown: NumberedTree[] = [];
  for (let index = Atomics.add(next, 0, 1); index < trees; index = Atomics.add(next, 0, 1)) {
    const random = drawRows(drawn, plan.sampling, seed, index);
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
    const read = close?.bring(tree.rows, count) ?? whole;
    const search = searchFor(plan, read, random);
    const { laidOut } = read;
    growTree(table, tree, count, { search, builder, random, limits: plan, spare, laidOut });
    grown.push({ index, trees: builder.finish(), leaves: search.leaves() });
  }
  return grown;
}

function treeRows(rows: number): TreeRows {
  return { rows: new Int32Array(rows), marks: new Int32Array(rows) };
}

function searchFor(
  { table, target, minLeafRows, cuts }: ForestPlan,
  { laidOut, values }: ReadRows,
  random: Random,
): SplitSearch {
  const cut: Cut = cuts === 'best' ? { kind: 'best' } : { kind: 'random', random };
  return target.kind === 'classes'
    ? classSplitSearch(table, laidOut, target.classCount, minLeafRows, cut)
    : quantitySplitSearch(table, laidOut, values, minLeafRows, cut);
}

/**
 * How often each row is drawn for a tree.
 * @returns the random numbers that the tree goes on with
 */
export function drawRows(
  drawn: Int32Array,
  sampling: Sampling,
  seed: number,
  index: number,
): Random {
  const random = createRandom(derivedSeed(seed, index));
  const rows = drawn.length;
  if (sampling.kind === 'all') {
    drawOnce(drawn, sampling.rows, random);
    return random;
  }
  drawn.fill(0);
  for (let draw = 0; draw < sampling.rows; draw++) {
    const row = random.integer(rows);
    drawn[row] = (drawn[row] ?? 0) + 1;
  }
  return random;
}

/** Each row is drawn with the chance that brings as many as are still wanted from those still to come. */
function drawOnce(drawn: Int32Array, wanted: number, random: Random): void {
  if (wanted >= drawn.length) {
    drawn.fill(1);
    return;
  }
  let left = wanted;
  for (let row = 0; row < drawn.length; row++) {
    const taken = random.next() * (drawn.length - row) < left;
    drawn[row] = taken ? 1 : 0;
    if (taken) left--;
  }
}

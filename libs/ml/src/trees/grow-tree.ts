import type { Random } from '../random/random.js';
import { boundAfter, missingBin, type BinnedTable } from './binned-table.js';
import { binsOfNode, type NodeBins, type PlacedBins } from './node-bins.js';
import { noSplit, type Split, type SplitSearch, type TreeRows } from './split.js';
import type { TreeBuilder } from './tree-arrays.js';

/** More rows than these are moved faster by a call than one by one. */
const manyRows = 64;

export interface GrowthLimits {
  /** Features looked at in each node. More are, until one has two values. */
  readonly featuresPerNode: number;
  readonly maxDepth: number;
  /** Smallest number of rows that is split. */
  readonly minSplitRows: number;
}

export interface TreeGrowth {
  readonly search: SplitSearch;
  readonly builder: TreeBuilder;
  readonly random: Random;
  readonly limits: GrowthLimits;
  /** As many rows as the tree has, to move them by. */
  readonly spare: TreeRows;
  /** Those of the table. */
  readonly laidOut: NodeBins;
}

/**
 * Grows one tree of a random forest (Breiman, "Random Forests", 2001) depth first: each node is split by the best of a
 * fresh sample of features, until it is pure or a limit is met.
 * @param tree its first `count` rows are the tree's; put into another order
 */
export function growTree(
  table: BinnedTable,
  tree: TreeRows,
  count: number,
  { search, builder, random, limits, spare, laidOut }: TreeGrowth,
): void {
  const { columns } = table;
  const features = Int32Array.from({ length: columns }, (_, index) => index);
  const best = noSplit();
  search.begin(tree, count);
  // Nodes that wait, 4 numbers each: node, start, end, depth.
  const stack = [builder.addRoot(), 0, count, 0];
  while (stack.length > 0) {
    const depth = stack.pop() ?? 0;
    const end = stack.pop() ?? 0;
    const start = stack.pop() ?? 0;
    const node = stack.pop() ?? 0;
    const splittable = search.enter(start, end);
    best.gain = 0;
    best.feature = -1;
    if (splittable && depth < limits.maxDepth && end - start >= limits.minSplitRows) {
      let looked = 0;
      for (let rest = columns; rest > 0 && looked < limits.featuresPerNode;) {
        const wanted = Math.min(limits.featuresPerNode - looked, rest);
        draw(features, rest, wanted, random);
        rest -= wanted;
        looked += search.consider(features, rest, wanted, best);
      }
    }
    if (best.feature < 0) {
      builder.setLeaf(node, search.leaf(), search.weight());
      continue;
    }
    const { feature, bin, missingLeft } = best;
    const categorical = table.categorical[feature] === 1;
    // Rows that are divided no more may lie as they do.
    const middle = search.divide()
      ? partition(binsOfNode(laidOut, end - start), categorical, tree, spare, start, end, best)
      : start;
    const left = categorical
      ? builder.splitByCategory(node, feature, best.set, missingLeft)
      : builder.splitByNumber(node, feature, boundAfter(table, feature, bin), missingLeft);
    stack.push(left + 1, middle, end, depth + 1, left, start, middle, depth + 1);
  }
}

/** Moves `count` of the first `rest` features, drawn at random, behind the others of them. */
function draw(features: Int32Array, rest: number, count: number, random: Random): void {
  for (let last = rest - 1; last >= rest - count; last--) {
    const at = random.integer(last + 1);
    const feature = features[at] ?? 0;
    features[at] = features[last] ?? 0;
    features[last] = feature;
  }
}

/**
 * Moves the rows that go left before those that go right; among themselves both keep their order, so that memory is
 * read forwards.
 * @returns where those that go right begin
 */
function partition(
  placed: PlacedBins,
  categorical: boolean,
  { rows, marks }: TreeRows,
  spare: TreeRows,
  start: number,
  end: number,
  { feature, bin, missingLeft, set }: Split,
): number {
  const { rows: spareRows, marks: spareMarks } = spare;
  set[missingBin] = missingLeft;
  // The bin of missing values lies behind all others; where they go left, bins are turned until it lies before them.
  const turn = missingLeft;
  const limit = bin + 1 + turn;
  const left = categorical
    ? divideBySet(placed, feature, set, { rows, marks }, spare, start, end)
    : divideByBin(placed, feature, turn, limit, { rows, marks }, spare, start, end);
  copyBack(rows, spareRows, left, end);
  copyBack(marks, spareMarks, left, end);
  return left;
}

function copyBack(to: Int32Array, from: Int32Array, start: number, end: number): void {
  if (end - start > manyRows) {
    to.set(from.subarray(0, end - start), start);
    return;
  }
  for (let index = start; index < end; index++) to[index] = from[index - start] ?? 0;
}

/**
 * Both loops write each row to both sides and count it on one: which side it is cannot be foretold, and a wrong guess
 * costs the processor more than a needless write.
 */
function divideByBin(
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  turn: number,
  limit: number,
  { rows, marks }: TreeRows,
  { rows: spareRows, marks: spareMarks }: TreeRows,
  start: number,
  end: number,
): number {
  const first = feature * perFeature;
  let left = start;
  let right = 0;
  for (let index = start; index < end; index++) {
    const row = rows[index] ?? 0;
    const mark = marks[index] ?? 0;
    const goesLeft = ((((bins[first + row * perRow] ?? 0) + turn) & 255) - limit) >>> 31;
    rows[left] = row;
    marks[left] = mark;
    spareRows[right] = row;
    spareMarks[right] = mark;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  return left;
}

function divideBySet(
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  set: Uint8Array,
  { rows, marks }: TreeRows,
  { rows: spareRows, marks: spareMarks }: TreeRows,
  start: number,
  end: number,
): number {
  const first = feature * perFeature;
  let left = start;
  let right = 0;
  for (let index = start; index < end; index++) {
    const row = rows[index] ?? 0;
    const mark = marks[index] ?? 0;
    const goesLeft = set[bins[first + row * perRow] ?? 0] ?? 0;
    rows[left] = row;
    marks[left] = mark;
    spareRows[right] = row;
    spareMarks[right] = mark;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  return left;
}

import { wordsPerSet } from '../trees/tree-arrays.js';
import { columnBits, type LaidOutTrees } from './node-layout.js';

export interface WalkedTrees extends LaidOutTrees {
  /** leaves x width */
  readonly leaves: Float64Array;
  readonly width: number;
  /** Tree t adds to the sums from `width * (t modulo groups)` on. */
  readonly groups: number;
}

/** Fewer rows come to few of a tree's lines: 64 rows were slower for it, 256 took half the time. */
const leastRowsToRead = 128;
/** More than the cache of a core keeps would be gone again before it is asked for. */
const mostWordsToRead = 2 ** 17;
const wordsPerLine = 16;
/** What has been read goes here, so that no compiler leaves the reading out. */
const read = new Int32Array(1);

/** Row of a leaf in its word. */
const indexMask = 0x7fffffff;

/**
 * Adds the leaves of rows to their sums.
 * @param codes count x columns, and padding
 * @param rows where they lie in `sums`; `count` is a multiple of 4
 */
export function walkRows(
  trees: WalkedTrees,
  codes: Uint16Array,
  rows: { readonly first: number; readonly count: number },
  sums: Float64Array,
): void {
  const { roots, numeric, width, groups } = trees;
  const from = rows.first * width * groups;
  for (let tree = 0, group = 0; tree < roots.length; tree++) {
    const root = roots[tree] ?? 0;
    const at = from + group * width;
    if (rows.count >= leastRowsToRead) {
      readAhead(trees.nodes, root, roots[tree + 1] ?? trees.nodes.length);
    }
    if (numeric[tree] === 1) walkTogether(trees, root, codes, rows.count, sums, at);
    else walkOneByOne(trees, root, codes, rows.count, sums, at);
    group = group + 1 === groups ? 0 : group + 1;
  }
}

/**
 * Reads a tree from end to end, a line of memory at a time: as memory is quickest read. Walks jump about in it, and would
 * wait for every line that no row has come to before.
 */
function readAhead(nodes: Int32Array, from: number, end: number): void {
  if (end - from > mostWordsToRead) return;
  let all = 0;
  for (let at = from; at < end; at += wordsPerLine) all |= nodes[at] ?? 0;
  read[0] = all;
}

/** Four rows at a time through a tree of numbers. Those that have reached their leaves go round in them. */
function walkTogether(
  { nodes, columns, columnMask, leaves, width, groups }: WalkedTrees,
  root: number,
  codes: Uint16Array,
  rows: number,
  sums: Float64Array,
  at: number,
): void {
  const { count } = columns;
  const stride = width * groups;
  const first = nodes[root] ?? 0;
  for (let row = 0; row < rows; row += 4) {
    const code0 = row * count;
    const code1 = code0 + count;
    const code2 = code1 + count;
    const code3 = code2 + count;
    let node0 = root;
    let node1 = root;
    let node2 = root;
    let node3 = root;
    let word0 = first;
    let word1 = first;
    let word2 = first;
    let word3 = first;
    // A rank less a greater code is negative: its sign is the step to the right sibling. The sign of a leaf makes its
    // rank less than any code.
    while ((word0 & word1 & word2 & word3) >= 0) {
      const turn0 = ((word0 >> columnBits) - (codes[code0 + (word0 & columnMask)] ?? 0)) >> 31;
      const turn1 = ((word1 >> columnBits) - (codes[code1 + (word1 & columnMask)] ?? 0)) >> 31;
      const turn2 = ((word2 >> columnBits) - (codes[code2 + (word2 & columnMask)] ?? 0)) >> 31;
      const turn3 = ((word3 >> columnBits) - (codes[code3 + (word3 & columnMask)] ?? 0)) >> 31;
      node0 = (nodes[node0 + 1] ?? 0) + (turn0 & 2);
      node1 = (nodes[node1 + 1] ?? 0) + (turn1 & 2);
      node2 = (nodes[node2 + 1] ?? 0) + (turn2 & 2);
      node3 = (nodes[node3 + 1] ?? 0) + (turn3 & 2);
      word0 = nodes[node0] ?? 0;
      word1 = nodes[node1] ?? 0;
      word2 = nodes[node2] ?? 0;
      word3 = nodes[node3] ?? 0;
    }
    const leaf0 = (word0 & indexMask) * width;
    const leaf1 = (word1 & indexMask) * width;
    const leaf2 = (word2 & indexMask) * width;
    const leaf3 = (word3 & indexMask) * width;
    const sum = at + row * stride;
    for (let output = 0; output < width; output++) {
      const to0 = sum + output;
      const to1 = to0 + stride;
      const to2 = to1 + stride;
      const to3 = to2 + stride;
      sums[to0] = (sums[to0] ?? 0) + (leaves[leaf0 + output] ?? 0);
      sums[to1] = (sums[to1] ?? 0) + (leaves[leaf1 + output] ?? 0);
      sums[to2] = (sums[to2] ?? 0) + (leaves[leaf2 + output] ?? 0);
      sums[to3] = (sums[to3] ?? 0) + (leaves[leaf3 + output] ?? 0);
    }
  }
}

function walkOneByOne(
  trees: WalkedTrees,
  root: number,
  codes: Uint16Array,
  rows: number,
  sums: Float64Array,
  at: number,
): void {
  const { count } = trees.columns;
  const stride = trees.width * trees.groups;
  for (let row = 0; row < rows; row++) {
    addLeaf(trees, leafOf(trees, root, codes, row * count), sums, at + row * stride);
  }
}

/** Adds the leaves of one row to its sums. @param codes columns, and padding @param row where it lies in `sums` */
export function walkRow(
  trees: WalkedTrees,
  codes: Uint16Array,
  row: number,
  sums: Float64Array,
): void {
  const { roots, numeric, nodes, columnMask, width, groups } = trees;
  const from = row * width * groups;
  let tree = 0;
  let group = 0;
  const add = (leaf: number) => {
    addLeaf(trees, leaf, sums, from + group * width);
    tree++;
    group = group + 1 === groups ? 0 : group + 1;
  };
  while (tree < roots.length) {
    const together =
      tree + 4 <= roots.length &&
      ((numeric[tree] ?? 0) &
        (numeric[tree + 1] ?? 0) &
        (numeric[tree + 2] ?? 0) &
        (numeric[tree + 3] ?? 0)) ===
        1;
    if (!together) {
      add(leafOf(trees, roots[tree] ?? 0, codes, 0));
      continue;
    }
    let node0 = roots[tree] ?? 0;
    let node1 = roots[tree + 1] ?? 0;
    let node2 = roots[tree + 2] ?? 0;
    let node3 = roots[tree + 3] ?? 0;
    let word0 = nodes[node0] ?? 0;
    let word1 = nodes[node1] ?? 0;
    let word2 = nodes[node2] ?? 0;
    let word3 = nodes[node3] ?? 0;
    while ((word0 & word1 & word2 & word3) >= 0) {
      const turn0 = ((word0 >> columnBits) - (codes[word0 & columnMask] ?? 0)) >> 31;
      const turn1 = ((word1 >> columnBits) - (codes[word1 & columnMask] ?? 0)) >> 31;
      const turn2 = ((word2 >> columnBits) - (codes[word2 & columnMask] ?? 0)) >> 31;
      const turn3 = ((word3 >> columnBits) - (codes[word3 & columnMask] ?? 0)) >> 31;
      node0 = (nodes[node0 + 1] ?? 0) + (turn0 & 2);
      node1 = (nodes[node1 + 1] ?? 0) + (turn1 & 2);
      node2 = (nodes[node2 + 1] ?? 0) + (turn2 & 2);
      node3 = (nodes[node3 + 1] ?? 0) + (turn3 & 2);
      word0 = nodes[node0] ?? 0;
      word1 = nodes[node1] ?? 0;
      word2 = nodes[node2] ?? 0;
      word3 = nodes[node3] ?? 0;
    }
    add(word0 & indexMask);
    add(word1 & indexMask);
    add(word2 & indexMask);
    add(word3 & indexMask);
  }
}

/** Leaf of a row in a tree that may ask for categories. @param from where the row's codes begin */
function leafOf(
  { nodes, sets, columnMask, columns }: WalkedTrees,
  root: number,
  codes: Uint16Array,
  from: number,
): number {
  const { numericCount } = columns;
  let node = root;
  let word = nodes[node] ?? 0;
  while (word >= 0) {
    const column = word & columnMask;
    const code = codes[from + column] ?? 0;
    const operand = word >> columnBits;
    const left = nodes[node + 1] ?? 0;
    if (column < numericCount) node = left + (((operand - code) >> 31) & 2);
    else {
      const members = sets[operand * wordsPerSet + (code >> 5)] ?? 0;
      node = left + (((members >>> (code & 31)) & 1) === 1 ? 0 : 2);
    }
    word = nodes[node] ?? 0;
  }
  return word & indexMask;
}

function addLeaf(
  { leaves, width }: WalkedTrees,
  leaf: number,
  sums: Float64Array,
  to: number,
): void {
  const from = leaf * width;
  for (let output = 0; output < width; output++) {
    sums[to + output] = (sums[to + output] ?? 0) + (leaves[from + output] ?? 0);
  }
}

import type { Feature, FeatureTable } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import {
  keyOf,
  missingCategory,
  planColumns,
  type ColumnPlan,
  type RankedColumns,
} from './ranked-columns.js';

/**
 * Trees made ready to be walked fast. Two words a node, in the order of a walk that turns left first:
 *
 * - inner: the column (15 bits) and the rank of its threshold, or the index of its set (16 bits); the place of the left
 *   child, whose right sibling follows it;
 * - leaf: a negative number; its row among the leaves.
 *
 * A row is turned into the ranks of its values once, so that every step compares small integers and needs no branch,
 * and four rows go down a tree side by side.
 */
interface CompiledTrees {
  readonly nodes: Int32Array;
  readonly roots: Int32Array;
  /** Whether a tree asks for numbers alone. */
  readonly numeric: Uint8Array;
  readonly sets: Int32Array;
  readonly columns: RankedColumns;
}

/** Where the trees' leaves go. */
export interface LeafSums {
  /** leaves x width */
  readonly leaves: Float64Array;
  readonly width: number;
  /** Tree t adds to the sums from `width * (t modulo groups)` on. */
  readonly groups: number;
}

/** Adds the leaves that each row falls into, tree after tree. @param sums rows x (width x groups), row-major */
export type TreeAdder = (table: FeatureTable, sums: Float64Array) => void;

const mostColumns = 2 ** 15;
const mostRanks = 2 ** 16 - 1;
const rowsPerBlock = 1024;
const leafMark = -1;

/**
 * @param trees arrays that have been checked to fit together
 * @returns `undefined` for trees with more columns, thresholds or sets than the compact nodes can name, and for trees
 * that share nodes
 */
export function compileTrees(
  trees: TreeArrays,
  features: readonly Feature[],
  { leaves, width, groups }: LeafSums,
): TreeAdder | undefined {
  const compiled = layOut(trees, features);
  if (!compiled) return undefined;
  const { columns } = compiled;
  const { roots, numeric } = compiled;
  // Its own copy: a view would keep the whole model file in memory.
  const values = leaves.slice();
  const oneRow = new Uint16Array(columns.count);
  const stride = width * groups;

  return (table, sums) => {
    const block = Math.min(rowsPerBlock, table.rows);
    const codes = block === 1 ? oneRow : new Uint16Array(block * columns.count);
    for (let first = 0; first < table.rows; first += block) {
      const rows = Math.min(block, table.rows - first);
      columns.encode(table, first, rows, codes);
      const walk = { root: 0, codes, rows, leaves: values, width, sums, at: 0, stride };
      for (let tree = 0, group = 0; tree < roots.length; tree++) {
        walk.root = roots[tree] ?? 0;
        walk.at = first * stride + group * width;
        if (rows > 1 && numeric[tree] === 1) walkTogether(compiled, walk);
        else walkOneByOne(compiled, walk, 0);
        group = group + 1 === groups ? 0 : group + 1;
      }
    }
  };
}

interface Walk {
  readonly root: number;
  /** rows x columns */
  readonly codes: Uint16Array;
  readonly rows: number;
  readonly leaves: Float64Array;
  readonly width: number;
  readonly sums: Float64Array;
  /** Where the sums of the first row are. */
  readonly at: number;
  readonly stride: number;
}

/** Four rows at a time through a tree of numbers: while one waits for memory, the others go on. */
function walkTogether(compiled: CompiledTrees, walk: Walk): void {
  const { nodes } = compiled;
  const { root, codes, rows, leaves, width, sums, at, stride } = walk;
  const columns = compiled.columns.count;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const code0 = row * columns;
    const code1 = code0 + columns;
    const code2 = code1 + columns;
    const code3 = code2 + columns;
    let node0 = root;
    let node1 = root;
    let node2 = root;
    let node3 = root;
    let word0 = nodes[root] ?? leafMark;
    let word1 = word0;
    let word2 = word0;
    let word3 = word0;
    // A rank less a greater code is negative: its sign is the step to the right sibling.
    while ((word0 | word1 | word2 | word3) >= 0) {
      const turn0 = ((word0 & 0xffff) - (codes[code0 + (word0 >> 16)] ?? 0)) >> 31;
      const turn1 = ((word1 & 0xffff) - (codes[code1 + (word1 >> 16)] ?? 0)) >> 31;
      const turn2 = ((word2 & 0xffff) - (codes[code2 + (word2 >> 16)] ?? 0)) >> 31;
      const turn3 = ((word3 & 0xffff) - (codes[code3 + (word3 >> 16)] ?? 0)) >> 31;
      node0 = (nodes[node0 + 1] ?? 0) + (turn0 & 2);
      node1 = (nodes[node1 + 1] ?? 0) + (turn1 & 2);
      node2 = (nodes[node2 + 1] ?? 0) + (turn2 & 2);
      node3 = (nodes[node3 + 1] ?? 0) + (turn3 & 2);
      word0 = nodes[node0] ?? leafMark;
      word1 = nodes[node1] ?? leafMark;
      word2 = nodes[node2] ?? leafMark;
      word3 = nodes[node3] ?? leafMark;
    }
    node0 = walkOn(nodes, codes, code0, node0);
    node1 = walkOn(nodes, codes, code1, node1);
    node2 = walkOn(nodes, codes, code2, node2);
    node3 = walkOn(nodes, codes, code3, node3);
    const sum = at + row * stride;
    for (let output = 0; output < width; output++) {
      const to = sum + output;
      sums[to] = (sums[to] ?? 0) + (leaves[(nodes[node0 + 1] ?? 0) * width + output] ?? 0);
      const to1 = to + stride;
      sums[to1] = (sums[to1] ?? 0) + (leaves[(nodes[node1 + 1] ?? 0) * width + output] ?? 0);
      const to2 = to1 + stride;
      sums[to2] = (sums[to2] ?? 0) + (leaves[(nodes[node2 + 1] ?? 0) * width + output] ?? 0);
      const to3 = to2 + stride;
      sums[to3] = (sums[to3] ?? 0) + (leaves[(nodes[node3 + 1] ?? 0) * width + output] ?? 0);
    }
  }
  walkOneByOne(compiled, walk, row);
}

/** From a node of a tree of numbers to its leaf. */
function walkOn(nodes: Int32Array, codes: Uint16Array, code: number, from: number): number {
  let node = from;
  for (let word = nodes[node] ?? leafMark; word >= 0; word = nodes[node] ?? leafMark) {
    const turn = ((word & 0xffff) - (codes[code + (word >> 16)] ?? 0)) >> 31;
    node = (nodes[node + 1] ?? 0) + (turn & 2);
  }
  return node;
}

function walkOneByOne(compiled: CompiledTrees, walk: Walk, firstRow: number): void {
  const { nodes, sets } = compiled;
  const { root, codes, rows, leaves, width, sums, at, stride } = walk;
  const { count, numericCount } = compiled.columns;
  for (let row = firstRow; row < rows; row++) {
    const from = row * count;
    let node = root;
    for (let word = nodes[node] ?? leafMark; word >= 0; word = nodes[node] ?? leafMark) {
      const column = word >> 16;
      const code = codes[from + column] ?? 0;
      const operand = word & 0xffff;
      const left = nodes[node + 1] ?? 0;
      if (column < numericCount) node = left + (((operand - code) >> 31) & 2);
      else {
        const members = sets[operand * wordsPerSet + (code >> 5)] ?? 0;
        node = left + (((members >>> (code & 31)) & 1) === 1 ? 0 : 2);
      }
    }
    const leaf = (nodes[node + 1] ?? 0) * width;
    const sum = at + row * stride;
    for (let output = 0; output < width; output++) {
      sums[sum + output] = (sums[sum + output] ?? 0) + (leaves[leaf + output] ?? 0);
    }
  }
}

/** The sets of all categorical nodes, each telling where a missing value goes as well; equal ones once. */
function joinSets(
  { features: split, thresholds, missingLeft, sets }: TreeArrays,
  features: readonly Feature[],
): { sets: Int32Array; setOf: Int32Array } {
  const places = new Map<string, number>();
  const words: number[] = [];
  const setOf = new Int32Array(
    features.some(({ kind }) => kind === 'categorical') ? split.length : 0,
  );
  for (let node = 0; node < setOf.length; node++) {
    if (features[split[node] ?? -1]?.kind !== 'categorical') continue;
    const from = (thresholds[node] ?? 0) * wordsPerSet;
    const own = sets.slice(from, from + wordsPerSet);
    const last = wordsPerSet - 1;
    const mark = 1 << (missingCategory & 31);
    own[last] = missingLeft[node] === 1 ? (own[last] ?? 0) | mark : (own[last] ?? 0) & ~mark;
    const key = own.join();
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
      words.push(...own);
    }
    setOf[node] = place;
  }
  return { sets: Int32Array.from(words), setOf };
}

function layOut(trees: TreeArrays, features: readonly Feature[]): CompiledTrees | undefined {
  const plan = planColumns(trees, features);
  const joined = joinSets(trees, features);
  const fits =
    plan.columns.count < mostColumns &&
    plan.mostThresholds <= mostRanks &&
    joined.sets.length / wordsPerSet <= mostRanks;
  return fits ? layOutNodes(trees, features, plan, joined) : undefined;
}

function layOutNodes(
  { roots, features: split, thresholds, children, missingLeft }: TreeArrays,
  features: readonly Feature[],
  { columns, places }: ColumnPlan,
  { sets, setOf }: { readonly sets: Int32Array; readonly setOf: Int32Array },
): CompiledTrees | undefined {
  const nodes = new Int32Array(2 * split.length);
  const numeric = new Uint8Array(roots.length).fill(1);
  const newRoots = new Int32Array(roots.length);
  let next = 0;
  const from: number[] = [];
  const to: number[] = [];
  for (const [tree, root] of roots.entries()) {
    newRoots[tree] = next;
    from.push(root);
    to.push(next);
    next += 2;
    while (from.length > 0) {
      // Shared nodes are laid out once for every way to them, of which there may be any number.
      if (next > nodes.length) return undefined;
      const node = from.pop() ?? 0;
      const place = to.pop() ?? 0;
      const feature = split[node] ?? -1;
      if (feature < 0) {
        nodes[place] = leafMark;
        nodes[place + 1] = children[node] ?? 0;
        continue;
      }
      const column = places.get(keyOf(features, feature, missingLeft[node] ?? 0)) ?? 0;
      const isNumeric = column < columns.numericCount;
      if (!isNumeric) numeric[tree] = 0;
      const operand = isNumeric
        ? columns.rankOf(column, thresholds[node] ?? 0)
        : (setOf[node] ?? 0);
      nodes[place] = (column << 16) | operand;
      nodes[place + 1] = next;
      const left = children[node] ?? 0;
      from.push(left + 1, left);
      to.push(next + 2, next);
      next += 4;
    }
  }
  return { nodes, roots: newRoots, numeric, sets, columns };
}

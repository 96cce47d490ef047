import type { Feature } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import {
  keyOf,
  missingCategory,
  planColumns,
  type ColumnPlan,
  type RankedColumns,
} from './ranked-columns.js';
import { rankOf } from './sorted-thresholds.js';

/**
 * Trees as they are walked. Two words a node; siblings lie side by side, and near their parents:
 *
 * - inner: the rank of its threshold, or the index of its set (16 bits), above its column (15 bits); the place of the
 *   left child, whose right sibling follows it;
 * - leaf: its row among the leaves, with the sign set; what leads a walk that turns right back to the leaf itself.
 */
export interface LaidOutTrees {
  readonly nodes: Int32Array;
  readonly roots: Int32Array;
  /** Whether a tree asks for numbers alone. */
  readonly numeric: Uint8Array;
  readonly sets: Int32Array;
  readonly columns: RankedColumns;
  /** The lower bits of a word that name a column. */
  readonly columnMask: number;
  /** Codes that must follow those of the last row: at a leaf, any column within the mask may be asked for. */
  readonly codePadding: number;
}

export const columnBits = 15;
const mostColumns = 2 ** columnBits - 1;
const mostRanks = 2 ** 16 - 1;
const wordsPerNode = 2;
const leafMark = 0x80000000;

/** Pairs of siblings that are laid out together: a cache line of 64 bytes holds as many. */
const pairsTogether = 4;

/**
 * @param trees arrays that have been checked to fit together
 * @returns `undefined` for trees with more columns, thresholds or sets than the compact nodes can name, and for trees
 * that share nodes
 */
export function layOut(trees: TreeArrays, features: readonly Feature[]): LaidOutTrees | undefined {
  const plan = planColumns(trees, features);
  const joined = joinSets(trees, features);
  const { columns } = plan;
  const fits =
    columns.count <= mostColumns &&
    plan.mostThresholds <= mostRanks &&
    joined.sets.length / wordsPerSet <= mostRanks;
  if (!fits) return undefined;
  const words = firstWords(trees, features, plan, joined.setOf);
  const placed = place(trees, words, columns.numericCount);
  if (!placed) return undefined;
  const maskBits = columns.count < 2 ? 0 : 32 - Math.clz32(columns.count - 1);
  return {
    ...placed,
    sets: joined.sets,
    columns,
    columnMask: 2 ** maskBits - 1,
    codePadding: 2 ** maskBits,
  };
}

/** Of each node in the order of the arrays, the word that it is told by. */
function firstWords(
  { features: split, thresholds, children, missingLeft }: TreeArrays,
  features: readonly Feature[],
  { columns, places }: ColumnPlan,
  setOf: Int32Array,
): Int32Array {
  const words = new Int32Array(split.length);
  for (let node = 0; node < split.length; node++) {
    const feature = split[node] ?? -1;
    if (feature < 0) {
      words[node] = leafMark | (children[node] ?? 0);
      continue;
    }
    const column = places.get(keyOf(features, feature, missingLeft[node] ?? 0)) ?? 0;
    const operand =
      column < columns.numericCount
        ? rankOf(columns.thresholds, column, thresholds[node] ?? 0)
        : (setOf[node] ?? 0);
    words[node] = (operand << columnBits) | column;
  }
  return words;
}

/**
 * Gives every node its place. A walk that has come to a line of memory should stay in it for some steps: the pair that a
 * walk enters it by is followed by those, of what is below, that most training rows came to.
 */
function place(
  { roots, features: split, children, covers }: TreeArrays,
  words: Int32Array,
  numericCount: number,
): Pick<LaidOutTrees, 'nodes' | 'roots' | 'numeric'> | undefined {
  // A root has a pair for itself.
  const nodes = new Int32Array((words.length + roots.length) * wordsPerNode);
  const newRoots = new Int32Array(roots.length);
  const numeric = new Uint8Array(roots.length).fill(1);
  const places = new Int32Array(words.length).fill(-1);
  let next = 0;
  /** @returns false for a node that has its place already, which other ways lead to as well */
  const put = (node: number): boolean => {
    if (places[node] !== -1) return false;
    places[node] = next;
    nodes[next] = words[node] ?? 0;
    nodes[next + 1] = next - wordsPerNode;
    next += wordsPerNode;
    return true;
  };
  // Inner nodes whose children have no place yet: all of the tree, and those below the pair a line begins with.
  const waiting: number[] = [];
  const near: number[] = [];
  const visit = (tree: number, node: number, list: number[]) => {
    if ((split[node] ?? -1) < 0) return;
    list.push(node);
    if (((words[node] ?? 0) & mostColumns) >= numericCount) numeric[tree] = 0;
  };
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree] ?? 0;
    newRoots[tree] = next;
    if (!put(root)) return undefined;
    next += wordsPerNode;
    visit(tree, root, waiting);
    for (let head = waiting.pop(); head !== undefined; head = waiting.pop()) {
      near.push(head);
      for (let pairs = 0; pairs < pairsTogether && near.length > 0; pairs++) {
        const node = takeMost(near, covers);
        nodes[(places[node] ?? 0) + 1] = next;
        const left = children[node] ?? 0;
        if (!put(left) || !put(left + 1)) return undefined;
        visit(tree, left, near);
        visit(tree, left + 1, near);
      }
      for (const node of near) waiting.push(node);
      near.length = 0;
    }
  }
  return { nodes, roots: newRoots, numeric };
}

/** Takes the node with the greatest cover out of a list that is not empty. */
function takeMost(list: number[], covers: Float32Array): number {
  let most = 0;
  for (let at = 1; at < list.length; at++) {
    if ((covers[list[at] ?? 0] ?? 0) > (covers[list[most] ?? 0] ?? 0)) most = at;
  }
  const taken = list[most] ?? 0;
  const last = list.pop() ?? 0;
  if (most < list.length) list[most] = last;
  return taken;
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

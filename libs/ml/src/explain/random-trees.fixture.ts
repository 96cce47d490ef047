import type { Feature, FeatureTable } from '../features/feature-table.js';
import { createRandom, type Random } from '../random/random.js';
import type { BoostedState } from '../scorers/scorer-state.js';
import { splitFollower } from '../scorers/trees.js';
import { TreeBuilder, wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';

/** Features that trees can ask again and again: two numbers, a category, a number. */
export const features: readonly Feature[] = [
  { kind: 'numeric', name: 'a', type: 'number', missing: true },
  { kind: 'numeric', name: 'b', type: 'number', missing: true },
  { kind: 'categorical', name: 'c', type: 'string', missing: true, categories: ['p', 'q', 'r'] },
  { kind: 'numeric', name: 'd', type: 'number', missing: true },
];

export interface RandomTrees {
  readonly trees: TreeArrays;
  /** leaves x width */
  readonly leaves: Float64Array;
  readonly random: Random;
}

/** Trees with any splits, covers and leaves; the same feature is asked several times on a way. */
export function randomTrees(seed: number, { count = 2, depth = 5, width = 1 } = {}): RandomTrees {
  const random = createRandom(seed);
  const builder = new TreeBuilder();
  const leaves: number[] = [];
  for (let tree = 0; tree < count; tree++) {
    const waiting = [{ node: builder.addRoot(), left: depth }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, left } = next;
      if (left === 0 || (left < depth && random.next() < 0.2)) {
        // Some nodes no training row has reached.
        builder.setLeaf(node, leaves.length / width, random.integer(12));
        for (let output = 0; output < width; output++) leaves.push(random.next() * 4 - 2);
        continue;
      }
      const feature = random.integer(features.length);
      const missingLeft = random.integer(2);
      const child =
        features[feature]?.kind === 'numeric'
          ? builder.splitByNumber(node, feature, random.next(), missingLeft)
          : builder.splitByCategory(node, feature, randomSet(random), missingLeft);
      waiting.push({ node: child + 1, left: left - 1 }, { node: child, left: left - 1 });
    }
  }
  return { trees: builder.finish(), leaves: Float64Array.from(leaves), random };
}

function randomSet(random: Random): Uint8Array {
  const set = new Uint8Array(256);
  for (let category = 0; category < 3; category++) set[category] = random.integer(2);
  return set;
}

/** rows x features, some values missing */
export function randomRows(random: Random, rows: number): Float64Array {
  return Float64Array.from({ length: rows * features.length }, (_, at) => {
    if (random.integer(6) === 0) return Number.NaN;
    return at % features.length === 2 ? random.integer(3) : random.next();
  });
}

/**
 * What a tree says of a row of which only some features are known: of a split by another feature both sides, each with its
 * share of the cover.
 */
export function worthOf(
  { trees, leaves }: RandomTrees,
  root: number,
  row: Float64Array,
  known: (feature: number) => boolean,
): number {
  const visit = (node: number): number => {
    const feature = trees.features[node] ?? -1;
    const left = trees.children[node] ?? 0;
    if (feature < 0) return leaves[left] ?? 0;
    if (known(feature)) return visit(left + (goesLeft(trees, node, row[feature]) ? 0 : 1));
    const onLeft = trees.covers[left] ?? 0;
    const total = onLeft + (trees.covers[left + 1] ?? 0);
    const share = total > 0 ? onLeft / total : 0.5;
    return share * visit(left) + (1 - share) * visit(left + 1);
  };
  return visit(root);
}

function goesLeft(trees: TreeArrays, node: number, value = Number.NaN): boolean {
  if (Number.isNaN(value)) return trees.missingLeft[node] === 1;
  const threshold = trees.thresholds[node] ?? 0;
  if (features[trees.features[node] ?? 0]?.kind === 'numeric') return value <= threshold;
  return (((trees.sets[threshold * wordsPerSet] ?? 0) >> value) & 1) === 1;
}

/** Shapley values by their definition: over all orders in which players can come in. */
export function shapleyValues(players: number, worth: (known: ReadonlySet<number>) => number) {
  const values = new Float64Array(players);
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  for (let mask = 0; mask < 1 << players; mask++) {
    const known = new Set([...values.keys()].filter((player) => (mask >> player) & 1));
    const without = worth(known);
    for (let player = 0; player < players; player++) {
      if (known.has(player)) continue;
      const orders = factorial(known.size) * factorial(players - known.size - 1);
      const share = orders / factorial(players);
      values[player] =
        (values[player] ?? 0) + share * (worth(new Set([...known, player])) - without);
    }
  }
  return values;
}

const levels = [0.1, 0.4, 0.6, 0.9];

/** Every combination of some values of the features: known of one of them, nothing more is known of another. */
export function factorialRows(): FeatureTable {
  const rows: number[] = [];
  for (const a of levels) {
    for (const b of levels) {
      for (const c of [0, 1, 2]) for (const d of levels) rows.push(a, b, c, d);
    }
  }
  return {
    rows: rows.length / features.length,
    columns: features.length,
    values: Float64Array.from(rows),
  };
}

/** Random trees whose covers are how many of the rows come by. */
export function gridTrees(seed: number, { rows, columns, values }: FeatureTable): BoostedState {
  const { trees, leaves } = randomTrees(seed, { depth: 4 });
  const goesLeft = splitFollower(trees, features);
  const covers = new Float32Array(trees.covers.length);
  for (let row = 0; row < rows; row++) {
    for (const root of trees.roots) {
      let node = root;
      covers[node] = (covers[node] ?? 0) + 1;
      while ((trees.features[node] ?? -1) >= 0) {
        node = (trees.children[node] ?? 0) + (goesLeft(values, row * columns, node) ? 0 : 1);
        covers[node] = (covers[node] ?? 0) + 1;
      }
    }
  }
  return {
    kind: 'boosted',
    link: 'identity',
    baselines: Float64Array.of(0.5),
    ...trees,
    covers,
    leaves,
  };
}

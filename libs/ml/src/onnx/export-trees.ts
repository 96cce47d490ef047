import type { Feature } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** What the leaves of trees add to. */
export interface TreeTargets {
  readonly targets: number;
  targetOf(tree: number): number;
  valueOf(leaf: number): number;
}

/** Modes of a node: at most the threshold, and member of a set. */
const atMost = 0;
const memberOf = 6;

/**
 * Adds the trees of `roots` as one TreeEnsemble over doubles: thresholds are compared as our own scorer does.
 * @returns rows x targets doubles: sums of the leaves that rows fall into
 */
export function addTrees(
  graph: GraphBuilder,
  trees: TreeArrays,
  features: readonly Feature[],
  matrix: Value,
  targets: TreeTargets,
): Value {
  const nodes = new EnsembleNodes(trees, features, targets);
  const doubles = (values: ArrayLike<number>) => ({
    tensor: { type: 'double' as const, dims: [values.length], values },
  });
  return graph.addMl('TreeEnsemble', [matrix], {
    // Sums, as they are.
    aggregate_function: { int: 1 },
    post_transform: { int: 0 },
    n_targets: { int: targets.targets },
    tree_roots: { ints: nodes.roots },
    nodes_featureids: { ints: nodes.features },
    nodes_splits: doubles(nodes.splits),
    nodes_modes: { tensor: { type: 'uint8', dims: [nodes.modes.length], values: nodes.modes } },
    nodes_truenodeids: { ints: nodes.trueIds },
    nodes_falsenodeids: { ints: nodes.falseIds },
    nodes_trueleafs: { ints: nodes.trueLeaves },
    nodes_falseleafs: { ints: nodes.falseLeaves },
    nodes_missing_value_tracks_true: { ints: nodes.missingTrue },
    leaf_targetids: { ints: nodes.leafTargets },
    leaf_weights: doubles(nodes.leafWeights),
    ...(nodes.members.length > 0 && { membership_values: doubles(nodes.members) }),
  });
}

/** Trees in the arrays of the operator, which keeps nodes and leaves apart; a tree's nodes lie before its children. */
class EnsembleNodes {
  readonly roots: Int32Array;
  readonly features: Int32Array;
  readonly splits: Float64Array;
  readonly modes: Uint8Array;
  readonly trueIds: Int32Array;
  readonly falseIds: Int32Array;
  readonly trueLeaves: Uint8Array;
  readonly falseLeaves: Uint8Array;
  readonly missingTrue: Uint8Array;
  readonly leafTargets: Int32Array;
  readonly leafWeights: Float64Array;
  /** Categories of the sets, one set after the other in the order of their nodes, NaN behind each. */
  readonly members: number[] = [];
  #nodeCount = 0;
  #leafCount = 0;
  readonly #trees: TreeArrays;
  readonly #features: readonly Feature[];

  constructor(trees: TreeArrays, features: readonly Feature[], targets: TreeTargets) {
    this.#trees = trees;
    this.#features = features;
    const { nodes, leaves } = countNodes(trees);
    this.roots = new Int32Array(trees.roots.length);
    this.features = new Int32Array(nodes);
    this.splits = new Float64Array(nodes);
    this.modes = new Uint8Array(nodes);
    this.trueIds = new Int32Array(nodes);
    this.falseIds = new Int32Array(nodes);
    this.trueLeaves = new Uint8Array(nodes);
    this.falseLeaves = new Uint8Array(nodes);
    this.missingTrue = new Uint8Array(nodes);
    this.leafTargets = new Int32Array(leaves);
    this.leafWeights = new Float64Array(leaves);
    trees.roots.forEach((root, tree) => {
      this.roots[tree] = this.#nodeCount;
      const target = targets.targetOf(tree);
      this.#addTree(root, (node) => {
        this.leafTargets[this.#leafCount] = target;
        this.leafWeights[this.#leafCount] = targets.valueOf(trees.children[node] ?? 0);
        return this.#leafCount++;
      });
    });
  }

  #addTree(root: number, addLeaf: (node: number) => number): void {
    const { features, children } = this.#trees;
    if (isLeaf(this.#trees, root)) {
      // A root has to be a node: both its ways lead to the leaf.
      const place = this.#nodeCount++;
      const leaf = addLeaf(root);
      this.#link(place, 'true', leaf, 1);
      this.#link(place, 'false', leaf, 1);
      return;
    }
    const waiting: { node: number; from: number; side: 'true' | 'false' }[] = [
      { node: root, from: -1, side: 'true' },
    ];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, from, side } = next;
      if (isLeaf(this.#trees, node)) {
        this.#link(from, side, addLeaf(node), 1);
        continue;
      }
      const place = this.#addSplit(node, features[node] ?? 0);
      if (from >= 0) this.#link(from, side, place, 0);
      const left = children[node] ?? 0;
      waiting.push(
        { node: left + 1, from: place, side: 'false' },
        { node: left, from: place, side: 'true' },
      );
    }
  }

  #addSplit(node: number, feature: number): number {
    const { thresholds, missingLeft } = this.#trees;
    const place = this.#nodeCount++;
    const threshold = thresholds[node] ?? 0;
    this.features[place] = feature;
    this.missingTrue[place] = missingLeft[node] ?? 0;
    if (this.#features[feature]?.kind === 'categorical') {
      this.modes[place] = memberOf;
      this.#addMembers(threshold);
    } else {
      this.modes[place] = atMost;
      this.splits[place] = threshold;
    }
    return place;
  }

  #addMembers(set: number): void {
    const { sets } = this.#trees;
    for (let category = 0; category < wordsPerSet * 32; category++) {
      const word = sets[set * wordsPerSet + (category >> 5)] ?? 0;
      if (((word >>> (category & 31)) & 1) === 1) this.members.push(category);
    }
    this.members.push(Number.NaN);
  }

  #link(from: number, side: 'true' | 'false', to: number, leads: 0 | 1): void {
    (side === 'true' ? this.trueIds : this.falseIds)[from] = to;
    (side === 'true' ? this.trueLeaves : this.falseLeaves)[from] = leads;
  }
}

function isLeaf({ features }: TreeArrays, node: number): boolean {
  return (features[node] ?? -1) < 0;
}

/** Splits and leaves of the trees of `roots`; a tree of one leaf has a split that tells nothing. */
function countNodes(trees: TreeArrays): { nodes: number; leaves: number } {
  let nodes = 0;
  let leaves = 0;
  const waiting: number[] = [];
  for (const root of trees.roots) {
    if (isLeaf(trees, root)) nodes++;
    waiting.push(root);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (isLeaf(trees, node)) {
        leaves++;
        continue;
      }
      nodes++;
      const left = trees.children[node] ?? 0;
      waiting.push(left, left + 1);
    }
  }
  return { nodes, leaves };
}

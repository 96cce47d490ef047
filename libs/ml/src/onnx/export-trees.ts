import type { Feature } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** What the leaves of trees add to. */
export interface TreeTargets {
  readonly targets: number;
  targetOf(tree: number): number;
  /** What each leaf adds. */
  readonly weights: Float64Array;
}

/** Modes of a node: at most the threshold, and member of a set. */
const atMost = 0;
const memberOf = 6;

/** @returns rows x targets doubles: sums of the leaves that rows fall into */
export function addTrees(
  graph: GraphBuilder,
  trees: TreeArrays,
  features: readonly Feature[],
  matrix: Value,
  { targets, targetOf, weights }: TreeTargets,
): Value {
  const nodes = newNodes();
  const leafTargets: number[] = [];
  const leafWeights: number[] = [];
  const roots = Array.from(trees.roots, (root, tree) => {
    const addLeaf = (node: number) => {
      leafTargets.push(targetOf(tree));
      leafWeights.push(weights[trees.children[node] ?? 0] ?? 0);
      return leafTargets.length - 1;
    };
    return addTree(trees, features, root, nodes, addLeaf);
  });
  const tensor = (type: 'double' | 'uint8', values: readonly number[]) => ({
    tensor: { type, dims: [values.length], values },
  });
  return graph.addMl('TreeEnsemble', [matrix], {
    aggregate_function: { int: 1 },
    post_transform: { int: 0 },
    n_targets: { int: targets },
    tree_roots: { ints: roots },
    nodes_featureids: { ints: nodes.features },
    nodes_splits: tensor('double', nodes.splits),
    nodes_modes: tensor('uint8', nodes.modes),
    nodes_truenodeids: { ints: nodes.trueIds },
    nodes_falsenodeids: { ints: nodes.falseIds },
    nodes_trueleafs: { ints: nodes.trueLeaves },
    nodes_falseleafs: { ints: nodes.falseLeaves },
    nodes_missing_value_tracks_true: { ints: nodes.missingTrue },
    leaf_targetids: { ints: leafTargets },
    leaf_weights: tensor('double', leafWeights),
    ...(nodes.members.length > 0 && { membership_values: tensor('double', nodes.members) }),
  });
}

type Nodes = ReturnType<typeof newNodes>;

function newNodes() {
  const list = (): number[] => [];
  return {
    features: list(),
    splits: list(),
    modes: list(),
    trueIds: list(),
    falseIds: list(),
    trueLeaves: list(),
    falseLeaves: list(),
    missingTrue: list(),
    /** Categories of the sets, one set after the other in the order of their nodes, NaN behind each. */
    members: list(),
  };
}

/** Appends the nodes of one tree. @returns the place of its root */
function addTree(
  trees: TreeArrays,
  features: readonly Feature[],
  root: number,
  nodes: Nodes,
  addLeaf: (node: number) => number,
): number {
  const isLeaf = (node: number) => (trees.features[node] ?? -1) < 0;
  const first = nodes.features.length;
  if (isLeaf(root)) {
    // A root has to be a node: both its ways lead to the leaf.
    const leaf = addLeaf(root);
    pushNode(nodes, { feature: 0, split: 0, mode: atMost, missingTrue: 1 });
    link(nodes, first, 'true', leaf, 1);
    link(nodes, first, 'false', leaf, 1);
    return first;
  }
  const waiting = [{ node: root, from: -1, side: 'true' as 'true' | 'false' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, from, side } = next;
    if (isLeaf(node)) {
      link(nodes, from, side, addLeaf(node), 1);
      continue;
    }
    const place = nodes.features.length;
    const feature = trees.features[node] ?? 0;
    const categorical = features[feature]?.kind === 'categorical';
    if (categorical) pushMembers(nodes, trees, trees.thresholds[node] ?? 0);
    pushNode(nodes, {
      feature,
      split: categorical ? 0 : (trees.thresholds[node] ?? 0),
      mode: categorical ? memberOf : atMost,
      missingTrue: trees.missingLeft[node] ?? 0,
    });
    if (from >= 0) link(nodes, from, side, place, 0);
    const left = trees.children[node] ?? 0;
    waiting.push(
      { node: left + 1, from: place, side: 'false' },
      { node: left, from: place, side: 'true' },
    );
  }
  return first;
}

function pushNode(
  nodes: Nodes,
  node: { feature: number; split: number; mode: number; missingTrue: number },
): void {
  nodes.features.push(node.feature);
  nodes.splits.push(node.split);
  nodes.modes.push(node.mode);
  nodes.missingTrue.push(node.missingTrue);
  for (const list of [nodes.trueIds, nodes.falseIds, nodes.trueLeaves, nodes.falseLeaves]) {
    list.push(0);
  }
}

function link(nodes: Nodes, from: number, side: 'true' | 'false', to: number, isLeaf: 0 | 1): void {
  (side === 'true' ? nodes.trueIds : nodes.falseIds)[from] = to;
  (side === 'true' ? nodes.trueLeaves : nodes.falseLeaves)[from] = isLeaf;
}

function pushMembers(nodes: Nodes, { sets }: TreeArrays, set: number): void {
  for (let category = 0; category < 255; category++) {
    const word = sets[set * wordsPerSet + (category >> 5)] ?? 0;
    if (((word >>> (category & 31)) & 1) === 1) nodes.members.push(category);
  }
  nodes.members.push(Number.NaN);
}

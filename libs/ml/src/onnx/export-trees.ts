import type { Feature } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { EnsembleColumns, type TreeTargets } from './ensemble-columns.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { LateDoubles } from './late-columns.js';
import type { Attribute } from './onnx-messages.js';

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
  const columns = new EnsembleColumns(trees, features, targets);
  const doubles = (column: LateDoubles): Attribute => ({
    tensor: { type: 'double', dims: [column.values], values: column },
  });
  return graph.addMl('TreeEnsemble', [matrix], {
    // Sums, as they are.
    aggregate_function: { int: 1 },
    post_transform: { int: 0 },
    n_targets: { int: targets.targets },
    tree_roots: { lateInts: columns.roots },
    nodes_featureids: { lateInts: columns.features },
    nodes_splits: doubles(columns.splits),
    nodes_modes: {
      tensor: { type: 'uint8', dims: [columns.modes.length], values: columns.modes },
    },
    nodes_truenodeids: { lateInts: columns.trueIds },
    nodes_falsenodeids: { lateInts: columns.falseIds },
    nodes_trueleafs: { lateInts: columns.trueLeaves },
    nodes_falseleafs: { lateInts: columns.falseLeaves },
    nodes_missing_value_tracks_true: { lateInts: columns.missingTrue },
    leaf_targetids: { lateInts: columns.leafTargets },
    leaf_weights: doubles(columns.leafWeights),
    ...(columns.members.length > 0 && { membership_values: doubles(columns.members) }),
  });
}

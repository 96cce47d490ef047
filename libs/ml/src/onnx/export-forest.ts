import type { ScorerShape } from '../scorers/scorer.js';
import type { ForestState } from '../scorers/scorer-state.js';
import { addTrees } from './export-trees.js';
import type { Inputs } from './scorer-inputs.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** Trees whose leaves are looked up at a time: each takes outputs doubles a row. */
const treesAtATime = 16;

/** The mean of the leaves that a row falls into. */
export function addForest(
  graph: GraphBuilder,
  state: ForestState,
  shape: ScorerShape,
  inputs: Inputs,
): Value {
  const trees = graph.doubles([state.roots.length], [1, 1]);
  const sums =
    shape.outputs > 2
      ? addLeafRows(graph, state, shape, inputs)
      : addLastOutput(graph, state, shape, inputs);
  // Divided at the end, as our own scorer does: sums of pure leaves are whole numbers, and ties stay ties.
  const means = graph.add('Div', [sums, trees]);
  if (shape.outputs !== 2) return means;
  const rest = graph.add('Div', [graph.add('Sub', [trees, sums]), trees]);
  return graph.add('Concat', [rest, means], { axis: { int: 1 } });
}

/** A leaf of the operator has one value: enough for a quantity, and for the second of two classes. */
function addLastOutput(
  graph: GraphBuilder,
  { leaves, ...trees }: ForestState,
  { features, outputs }: ScorerShape,
  { matrix }: Inputs,
): Value {
  return addTrees(graph, trees, features, matrix, {
    targets: 1,
    targetOf: () => 0,
    valueOf: (leaf) => leaves[leaf * outputs + outputs - 1] ?? 0,
  });
}

/** Of several classes, trees tell their leaves by number, and the shares of the classes are looked up. */
function addLeafRows(
  graph: GraphBuilder,
  { leaves, ...trees }: ForestState,
  { features, outputs }: ScorerShape,
  { matrix }: Inputs,
): Value {
  const table = graph.doubles(leaves, [leaves.length / outputs, outputs]);
  const treeAxis = graph.ints([1]);
  const parts: Value[] = [];
  for (let first = 0; first < trees.roots.length; first += treesAtATime) {
    const roots = trees.roots.subarray(first, first + treesAtATime);
    const numbers = addTrees(graph, { ...trees, roots }, features, matrix, {
      targets: roots.length,
      targetOf: (tree) => tree,
      valueOf: (leaf) => leaf,
    });
    const shares = graph.add('Gather', [table, graph.cast(numbers, 'int64')], { axis: { int: 0 } });
    parts.push(graph.add('ReduceSum', [shares, treeAxis], { keepdims: { int: 0 } }));
  }
  return parts.reduce((sum, part) => graph.add('Add', [sum, part]));
}

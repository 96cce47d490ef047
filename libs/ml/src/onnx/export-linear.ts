import { weightRows } from '../design/linear-state.js';
import type { Feature } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { LinearState } from '../scorers/scorer-state.js';
import { addLink } from './export-link.js';
import { addLookUp } from './export-look-up.js';
import type { Inputs } from './scorer-inputs.js';
import type { GraphBuilder, Value } from './graph-builder.js';

export function addLinear(
  graph: GraphBuilder,
  { link, intercepts, weights }: LinearState,
  { features, outputs }: ScorerShape,
  inputs: Inputs,
): Value {
  const scores = addSums(graph, { intercepts, weights }, features, inputs);
  return addLink(graph, link, scores, outputs);
}

/**
 * Intercepts, and what each feature adds: one after the other, in the order in which our own scorers add.
 * @returns rows x intercepts
 */
export function addSums(
  graph: GraphBuilder,
  { intercepts, weights }: Pick<LinearState, 'intercepts' | 'weights'>,
  features: readonly Feature[],
  { columns }: Inputs,
): Value {
  const width = intercepts.length;
  // As many rows of scores as there are rows: the intercepts alone would be one.
  let scores = graph.add('Expand', [
    graph.doubles(intercepts, [1, width]),
    graph.add('Shape', [columns[0] ?? '']),
  ]);
  let start = 0;
  features.forEach((feature, index) => {
    const column = columns[index] ?? '';
    const rows = weightRows(feature);
    const own = weights.subarray(start, start + rows * width);
    start += rows * width;
    const term =
      feature.kind === 'categorical'
        ? addLookUp(graph, column, own, [rows, width])
        : addSlope(graph, column, own, width);
    scores = graph.add('Add', [scores, term]);
  });
  return scores;
}

/** @param weights of the value, then what stands in for a missing one: each with an entry a score */
function addSlope(graph: GraphBuilder, column: Value, weights: Float64Array, width: number): Value {
  const slopes = graph.doubles(weights.subarray(0, width), [1, width]);
  const absent = graph.doubles(weights.subarray(width), [1, width]);
  const missing = graph.add('IsNaN', [column]);
  return graph.add('Where', [missing, absent, graph.add('Mul', [column, slopes])]);
}

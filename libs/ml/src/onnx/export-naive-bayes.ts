import type { ScorerShape } from '../scorers/scorer.js';
import type { NaiveBayesState } from '../scorers/scorer-state.js';
import { addLink } from './export-link.js';
import { addLookUp } from './export-look-up.js';
import type { Inputs } from './scorer-inputs.js';
import type { GraphBuilder, Value } from './graph-builder.js';

export function addNaiveBayes(
  graph: GraphBuilder,
  { logPriors, tables }: NaiveBayesState,
  { features, outputs }: ScorerShape,
  { columns }: Inputs,
): Value {
  let scores = graph.doubles(logPriors, [1, outputs]);
  let start = 0;
  features.forEach((feature, index) => {
    const column = columns[index] ?? '';
    const rows = feature.kind === 'numeric' ? 2 : feature.categories.length;
    const own = tables.subarray(start, start + rows * outputs);
    start += rows * outputs;
    let term: Value;
    if (feature.kind === 'numeric') {
      term = addLogNormal(graph, column, own, outputs);
    } else {
      // A row of zeros for what is not known: it says nothing.
      const table = new Float64Array((rows + 1) * outputs);
      table.set(own);
      term = addLookUp(graph, column, table, [rows + 1, outputs]);
    }
    scores = graph.add('Add', [scores, term]);
  });
  return addLink(graph, 'softmax', scores, outputs);
}

/** Logarithms of normal densities, without their constant; 0 for a missing value. */
function addLogNormal(
  graph: GraphBuilder,
  column: Value,
  moments: Float64Array,
  outputs: number,
): Value {
  const variances = moments.subarray(outputs);
  const off = graph.add('Sub', [column, graph.doubles(moments.subarray(0, outputs), [1, outputs])]);
  const parts = graph.add('Div', [
    graph.add('Mul', [off, off]),
    graph.doubles(variances, [1, outputs]),
  ]);
  const logs = graph.doubles(variances.map(Math.log), [1, outputs]);
  const density = graph.add('Mul', [
    graph.doubles([-0.5], [1, 1]),
    graph.add('Add', [logs, parts]),
  ]);
  return graph.add('Where', [graph.add('IsNaN', [column]), graph.doubles([0], [1, 1]), density]);
}

import type { ScorerShape } from '../scorers/scorer.js';
import { scoresOf } from '../scorers/link.js';
import type { NetworkState } from '../scorers/scorer-state.js';
import { addLink } from './export-link.js';
import { addSums } from './export-linear.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { Inputs } from './scorer-inputs.js';

/** Sums over the features, bent, and sums over these. */
export function addNetwork(
  graph: GraphBuilder,
  { link, intercepts, weights, sums }: NetworkState,
  { features, outputs }: ScorerShape,
  inputs: Inputs,
): Value {
  const units = intercepts.length;
  const scores = scoresOf(link, outputs);
  const ofUnits = addSums(graph, { intercepts, weights }, features, inputs);
  const bent = graph.add('Tanh', [ofUnits]);
  const factors = Float64Array.from({ length: units * scores }, (_, at) => {
    const unit = Math.floor(at / scores);
    return sums[(at % scores) * (units + 1) + unit] ?? 0;
  });
  const after = Float64Array.from(
    { length: scores },
    (_, score) => sums[score * (units + 1) + units] ?? 0,
  );
  const added = graph.add('MatMul', [bent, graph.doubles(factors, [units, scores])]);
  const raw = graph.add('Add', [added, graph.doubles(after, [1, scores])]);
  return addLink(graph, link, raw, outputs);
}

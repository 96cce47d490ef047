import type { ModelState } from '../model/model.js';
import { addInputs } from './export-inputs.js';
import { addScorer } from './export-scorer.js';
import { GraphBuilder } from './graph-builder.js';

/** Name of the output that holds the class. */
export const labelOutput = 'label';

/** Name of the output that holds a class's probability. */
export function probabilityOutput(label: string): string {
  return `probability_${label}`;
}

/**
 * The whole pipeline as an ONNX model, for any runtime: an input for each feature, by its name; an output `label`, and one
 * for the probability of each class. All of them have one entry a row; probabilities are doubles.
 */
export function exportOnnx({ features, classes, scorer }: ModelState): Uint8Array {
  const graph = new GraphBuilder();
  const columns = addInputs(graph, features);
  const matrix = graph.add('Concat', columns, { axis: { int: 1 } });
  const outputs = classes.length;
  const answers = addScorer(graph, scorer, { features, outputs }, { columns, matrix });
  const likeliest = graph.add('ArgMax', [answers], { axis: { int: 1 }, keepdims: { int: 0 } });
  const labels = graph.constant({ type: 'string', dims: [outputs], values: classes });
  graph.output(labelOutput, 'string', graph.add('Gather', [labels, likeliest]));
  const flat = graph.ints([-1]);
  classes.forEach((label, code) => {
    const own = graph.add('Gather', [answers, graph.ints([code])], { axis: { int: 1 } });
    graph.output(probabilityOutput(label), 'double', graph.add('Reshape', [own, flat]));
  });
  return graph.finish('millrace');
}

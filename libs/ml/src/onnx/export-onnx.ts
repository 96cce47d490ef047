import type { ModelState } from '../model/model.js';
import { addInputs, rowDimension } from './export-inputs.js';
import { addScorer } from './export-scorer.js';
import { GraphBuilder, type Value } from './graph-builder.js';

/** Names of the outputs that an exported model has: each has one entry a row. */
export type OnnxOutputs =
  | {
      readonly kind: 'classes';
      /** The class. */
      readonly label: string;
      /** The probability of each class, in the order of the classes. */
      readonly probabilities: readonly string[];
    }
  | { readonly kind: 'quantity'; readonly prediction: string };

/** The parts of a model that make its graph. */
export type OnnxSource = Pick<ModelState, 'features' | 'classes' | 'scorer' | 'threshold'>;

/** `label` and `probability_<class>`, or `prediction`; with `_` behind what is the name of a feature. */
export function onnxOutputs({
  features,
  classes,
}: Pick<OnnxSource, 'features' | 'classes'>): OnnxOutputs {
  const taken = new Set(features.map(({ name }) => name));
  const free = (wanted: string) => {
    let name = wanted;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  };
  if (classes.length === 0) return { kind: 'quantity', prediction: free('prediction') };
  return {
    kind: 'classes',
    label: free('label'),
    probabilities: classes.map((each) => free(`probability_${each}`)),
  };
}

/**
 * The whole pipeline as an ONNX model, for any runtime: an input for each feature, by its name (see `onnxInputType`), and
 * outputs as `onnxOutputs` names them: classes as texts, probabilities and quantities as doubles.
 * @throws RangeError for a model of more than 2 GB, which the format cannot hold, and for one that takes no features
 */
export function exportOnnx(source: OnnxSource): Uint8Array {
  const { features, classes, scorer } = source;
  if (features.length === 0) {
    throw new RangeError('A model without features tells no rows apart: ONNX has nothing to read.');
  }
  const names = onnxOutputs(source);
  const outputs = Math.max(1, classes.length);
  const graph = new GraphBuilder([...features.map(({ name }) => name), ...namesOf(names)]);
  const columns = addInputs(graph, features);
  const matrix = graph.add('Concat', columns, { axis: { int: 1 } });
  const answers = addScorer(graph, scorer, { features, outputs }, { columns, matrix });
  const flat = graph.ints([-1]);
  if (names.kind === 'quantity') {
    graph.output(names.prediction, 'double', [rowDimension], graph.add('Reshape', [answers, flat]));
  } else {
    const decided = addDecision(graph, answers, source.threshold);
    const labels = graph.constant({ type: 'string', dims: [outputs], values: classes });
    graph.output(names.label, 'string', [rowDimension], graph.add('Gather', [labels, decided]));
    names.probabilities.forEach((name, code) => {
      const own = graph.add('Gather', [answers, graph.ints([code])], { axis: { int: 1 } });
      graph.output(name, 'double', [rowDimension], graph.add('Reshape', [own, flat]));
    });
  }
  return graph.finish('millrace');
}

/** @returns the class of each row, by index */
function addDecision(graph: GraphBuilder, answers: Value, threshold: number | undefined): Value {
  if (threshold === undefined) {
    return graph.add('ArgMax', [answers], { axis: { int: 1 }, keepdims: { int: 0 } });
  }
  const second = graph.add('Gather', [answers, graph.ints([1])], { axis: { int: 1 } });
  const above = graph.add('Greater', [second, graph.doubles([threshold], [1, 1])]);
  return graph.cast(graph.add('Reshape', [above, graph.ints([-1])]), 'int64');
}

function namesOf(outputs: OnnxOutputs): readonly string[] {
  return outputs.kind === 'quantity'
    ? [outputs.prediction]
    : [outputs.label, ...outputs.probabilities];
}

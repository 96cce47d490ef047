import { sameShare } from '../metrics/evaluate-classification.js';
import type { ModelState } from '../model/model.js';
import { positiveClassOf } from '../model/signature.js';
import { addInputs, onnxInputType, rowDimension } from './export-inputs.js';
import { addScorer } from './export-scorer.js';
import { GraphBuilder, mostBytes, type Value } from './graph-builder.js';

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

/** An input or output of an exported model: its name, and the type of its values. */
export interface OnnxPort {
  readonly name: string;
  readonly type: 'int64' | 'double' | 'bool' | 'string';
}

export interface OnnxModel {
  /** A file of the format. */
  readonly bytes: Uint8Array;
  /** One for each feature, in their order: see `onnxInputType`. */
  readonly inputs: readonly OnnxPort[];
  /** In the order of `onnxOutputs`: classes are texts, probabilities and quantities doubles. */
  readonly outputs: readonly OnnxPort[];
}

/** ONNX cannot hold the model. */
export class NotExportable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotExportable';
  }
}

/**
 * The whole pipeline as an ONNX model, for any runtime.
 * @throws NotExportable for a model of more than 2 GB, and for one that takes no features
 */
export function exportOnnx(source: OnnxSource): OnnxModel {
  const { features, classes, scorer } = source;
  if (features.length === 0) {
    throw new NotExportable(
      'The model takes no features: ONNX has nothing to tell rows apart by, or how many there are.',
    );
  }
  const names = onnxOutputs(source);
  const inputs = features.map((feature) => ({ name: feature.name, type: onnxInputType(feature) }));
  const outputs = portsOf(names);
  const graph = new GraphBuilder([...inputs, ...outputs].map(({ name }) => name));
  const columns = addInputs(graph, features);
  const matrix = graph.add('Concat', columns, { axis: { int: 1 } });
  const width = Math.max(1, classes.length);
  const answers = addScorer(graph, scorer, { features, outputs: width }, { columns, matrix });
  const flat = graph.ints([-1]);
  if (names.kind === 'quantity') {
    graph.output(names.prediction, 'double', [rowDimension], graph.add('Reshape', [answers, flat]));
  } else {
    const decided = addDecision(graph, answers, source.threshold);
    const labels = graph.constant({ type: 'string', dims: [width], values: classes });
    graph.output(names.label, 'string', [rowDimension], graph.add('Gather', [labels, decided]));
    names.probabilities.forEach((name, code) => {
      const own = graph.add('Gather', [answers, graph.ints([code])], { axis: { int: 1 } });
      graph.output(name, 'double', [rowDimension], graph.add('Reshape', [own, flat]));
    });
  }
  if (graph.size > mostBytes) {
    throw new NotExportable(
      `The model is too large for ONNX: ${graph.size} bytes, of ${mostBytes} that a file of the format can have.`,
    );
  }
  return { bytes: graph.finish('millrace', metadataOf(source)), inputs, outputs };
}

/**
 * What the graph does not say: the classes in their order, which of two is the positive one, and the probability above which
 * a row is taken for it where it is not the likelier that is taken.
 */
function metadataOf({ classes, threshold }: OnnxSource): Record<string, string> {
  const positive = positiveClassOf(classes);
  return {
    ...(classes.length > 0 && { 'millrace.classes': JSON.stringify(classes) }),
    ...(positive !== undefined && { 'millrace.positive_class': positive }),
    ...(threshold !== undefined && { 'millrace.threshold': String(threshold) }),
  };
}

/** @returns the class of each row, by index */
function addDecision(graph: GraphBuilder, answers: Value, threshold: number | undefined): Value {
  if (threshold === undefined) {
    const highest = graph.add('ReduceMax', [answers, graph.ints([1])], { keepdims: { int: 1 } });
    const bound = graph.add('Sub', [highest, graph.doubles([sameShare], [1, 1])]);
    const likeliest = graph.cast(graph.add('GreaterOrEqual', [answers, bound]), 'double');
    // Of equals the first: ones, where the class is among the likeliest.
    return graph.add('ArgMax', [likeliest], { axis: { int: 1 }, keepdims: { int: 0 } });
  }
  const second = graph.add('Gather', [answers, graph.ints([1])], { axis: { int: 1 } });
  const above = graph.add('Greater', [second, graph.doubles([threshold + sameShare], [1, 1])]);
  return graph.cast(graph.add('Reshape', [above, graph.ints([-1])]), 'int64');
}

function portsOf(outputs: OnnxOutputs): OnnxPort[] {
  if (outputs.kind === 'quantity') return [{ name: outputs.prediction, type: 'double' }];
  return [
    { name: outputs.label, type: 'string' },
    ...outputs.probabilities.map((name): OnnxPort => ({ name, type: 'double' })),
  ];
}

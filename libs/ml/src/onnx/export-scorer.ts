import type { ScorerShape } from '../scorers/create-scorer.js';
import { scoresOf } from '../scorers/link.js';
import type {
  LinearState,
  Link,
  NaiveBayesState,
  NeighboursState,
  ScorerState,
} from '../scorers/scorer-state.js';
import { toDouble } from './export-inputs.js';
import { addTrees } from './export-trees.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** The features of all rows, as a graph has them. */
export interface Inputs {
  /** Of each feature: rows x 1 doubles. */
  readonly columns: readonly Value[];
  /** All of them: rows x features. */
  readonly matrix: Value;
}

/** @returns rows x outputs doubles: what the scorer answers */
export function addScorer(
  graph: GraphBuilder,
  state: ScorerState,
  shape: ScorerShape,
  inputs: Inputs,
): Value {
  switch (state.kind) {
    case 'prior':
      return addPrior(graph, state.prior, inputs);
    case 'linear':
      return addLink(graph, state.link, addLinear(graph, state, shape, inputs));
    case 'forest':
      return addForest(graph, state, shape, inputs);
    case 'boosted': {
      const scores = scoresOf(state.link, shape.outputs);
      const sums = addTrees(graph, state, shape.features, inputs.matrix, {
        targets: scores,
        targetOf: (tree) => tree % scores,
        weights: state.leaves,
      });
      const raw = graph.add('Add', [sums, graph.doubles(state.baselines, [1, scores])]);
      return addLink(graph, state.link, raw);
    }
    case 'naive-bayes':
      return addLink(graph, 'softmax', addNaiveBayes(graph, state, shape, inputs));
    case 'neighbours':
      return addNeighbours(graph, state, shape, inputs);
    case 'blend': {
      const total = state.weights.reduce((sum, weight) => sum + weight, 0);
      return sumOf(
        graph,
        state.members.map((member, index) =>
          graph.add('Mul', [
            addScorer(graph, member, shape, inputs),
            graph.doubles([(state.weights[index] ?? 0) / total], [1, 1]),
          ]),
        ),
      );
    }
    case 'calibrated':
      return addCalibration(graph, state, shape, inputs);
  }
}

function addPrior(graph: GraphBuilder, prior: Float64Array, { columns }: Inputs): Value {
  const shape = graph.add('Shape', [columns[0] ?? '']);
  return graph.add('Expand', [graph.doubles(prior, [1, prior.length]), shape]);
}

function addLinear(
  graph: GraphBuilder,
  { link, intercepts, weights }: LinearState,
  { features, outputs }: ScorerShape,
  { columns }: Inputs,
): Value {
  const width = scoresOf(link, outputs);
  let start = 0;
  const take = (rows: number) => {
    const from = start;
    start += rows * width;
    return weights.subarray(from, start);
  };
  const terms = features.map((feature, index) => {
    const column = columns[index] ?? '';
    if (feature.kind === 'categorical') {
      const rows = feature.categories.length + 1;
      return addLookUp(graph, column, take(rows), [rows, width]);
    }
    const own = take(2);
    const missing = graph.add('IsNaN', [column]);
    const sloped = graph.add('Mul', [column, graph.doubles(own.subarray(0, width), [1, width])]);
    const absent = graph.doubles(own.subarray(width), [1, width]);
    return graph.add('Where', [missing, absent, sloped]);
  });
  return sumOf(graph, [...terms, graph.doubles(intercepts, [1, width])]);
}

/** The row of a table that belongs to a category; the last one where it is not known. */
function addLookUp(
  graph: GraphBuilder,
  column: Value,
  table: Float64Array,
  dims: readonly [number, number],
): Value {
  const last = graph.doubles([dims[0] - 1], [1, 1]);
  const known = graph.add('Where', [graph.add('IsNaN', [column]), last, column]);
  const index = graph.add('Cast', [known], { to: { int: 7 } });
  const flat = graph.add('Reshape', [index, graph.ints([-1])]);
  return graph.add('Gather', [graph.doubles(table, dims), flat], { axis: { int: 0 } });
}

function addForest(
  graph: GraphBuilder,
  state: Extract<ScorerState, { kind: 'forest' }>,
  { features, outputs }: ScorerShape,
  { matrix }: Inputs,
): Value {
  const trees = state.roots.length;
  // A leaf of the operator has one value: the forest is told once for each output but, of classes, the first.
  const told = Array.from({ length: outputs }, (_, output) => output).slice(outputs > 1 ? 1 : 0);
  const shares = told.map((output) =>
    addTrees(graph, state, features, matrix, {
      targets: 1,
      targetOf: () => 0,
      weights: Float64Array.from(
        { length: state.leaves.length / outputs },
        (_, leaf) => (state.leaves[leaf * outputs + output] ?? 0) / trees,
      ),
    }),
  );
  if (outputs === 1) return shares[0] ?? '';
  const rest = graph.add('Sub', [graph.doubles([1], [1, 1]), sumOf(graph, shares)]);
  return graph.add('Concat', [rest, ...shares], { axis: { int: 1 } });
}

function addNaiveBayes(
  graph: GraphBuilder,
  { logPriors, tables }: NaiveBayesState,
  { features, outputs }: ScorerShape,
  { columns }: Inputs,
): Value {
  let start = 0;
  const terms = features.map((feature, index) => {
    const column = columns[index] ?? '';
    const from = start;
    if (feature.kind === 'categorical') {
      const rows = feature.categories.length;
      start += rows * outputs;
      // A row of zeros for what is not known: it says nothing.
      const table = new Float64Array((rows + 1) * outputs);
      table.set(tables.subarray(from, start));
      return addLookUp(graph, column, table, [rows + 1, outputs]);
    }
    start += 2 * outputs;
    const means = tables.subarray(from, from + outputs);
    const variances = tables.subarray(from + outputs, start);
    const off = graph.add('Sub', [column, graph.doubles(means, [1, outputs])]);
    const squared = graph.add('Div', [
      graph.add('Mul', [off, off]),
      graph.doubles(variances, [1, outputs]),
    ]);
    const logs = graph.doubles(variances.map(Math.log), [1, outputs]);
    const density = graph.add('Mul', [
      graph.add('Add', [squared, logs]),
      graph.doubles([-0.5], [1, 1]),
    ]);
    return graph.add('Where', [graph.add('IsNaN', [column]), graph.doubles([0], [1, 1]), density]);
  });
  return sumOf(graph, [...terms, graph.doubles(logPriors, [1, outputs])]);
}

function addNeighbours(
  graph: GraphBuilder,
  { neighbours, scales, fills, points, targets }: NeighboursState,
  { features, outputs }: ScorerShape,
  { columns }: Inputs,
): Value {
  const asked = neighbours[0] ?? 1;
  const count = targets.length;
  const width = features.length;
  const distances = features.map((feature, index) => {
    const own = graph.add('Where', [
      graph.add('IsNaN', [columns[index] ?? '']),
      graph.doubles([fills[index] ?? 0], [1, 1]),
      columns[index] ?? '',
    ]);
    const others = graph.doubles(
      Float64Array.from({ length: count }, (_, point) => points[point * width + index] ?? 0),
      [1, count],
    );
    if (feature.kind === 'categorical') {
      return toDouble(graph, graph.add('Not', [graph.add('Equal', [own, others])]));
    }
    const off = graph.add('Div', [
      graph.add('Sub', [own, others]),
      graph.doubles([scales[index] ?? 1], [1, 1]),
    ]);
    return graph.add('Mul', [off, off]);
  });
  const nearest = graph.addForSecond('TopK', [sumOf(graph, distances), graph.ints([asked])], {
    axis: { int: 1 },
    largest: { int: 0 },
    sorted: { int: 1 },
  });
  // Of each point: its value, or the share it adds to each class.
  const table =
    outputs === 1
      ? targets.map((value) => value / asked)
      : Float64Array.from({ length: count * outputs }, (_, at) =>
          targets[Math.floor(at / outputs)] === at % outputs ? 1 / (asked + 1) : 0,
        );
  const told = graph.add('Gather', [graph.doubles(table, [count, outputs]), nearest], {
    axis: { int: 0 },
  });
  const sums = graph.add('ReduceSum', [told, graph.ints([1])], { keepdims: { int: 0 } });
  if (outputs === 1) return sums;
  return graph.add('Add', [sums, graph.doubles([1 / outputs / (asked + 1)], [1, 1])]);
}

/** Each class through its knots: level, plus the part of every piece that lies below the value. */
function addCalibration(
  graph: GraphBuilder,
  { member, knotsFrom, x, y }: Extract<ScorerState, { kind: 'calibrated' }>,
  shape: ScorerShape,
  inputs: Inputs,
): Value {
  const answers = addScorer(graph, member, shape, inputs);
  const classes = Array.from({ length: shape.outputs }, (_, output) => {
    const from = knotsFrom[output] ?? 0;
    const to = knotsFrom[output + 1] ?? 0;
    const value = graph.add('Gather', [answers, graph.ints([output])], { axis: { int: 1 } });
    const pieces = Math.max(1, to - from - 1);
    const at = (index: number) => Math.min(from + index, to - 1);
    const starts = Float64Array.from({ length: pieces }, (_, piece) => x[at(piece)] ?? 0);
    const lengths = starts.map((start, piece) => (x[at(piece + 1)] ?? 0) - start);
    const slopes = starts.map((_, piece) => {
      const length = lengths[piece] ?? 0;
      return length > 0 ? ((y[at(piece + 1)] ?? 0) - (y[at(piece)] ?? 0)) / length : 0;
    });
    const below = graph.add('Min', [
      graph.add('Max', [
        graph.add('Sub', [value, graph.doubles(starts, [1, pieces])]),
        graph.doubles([0], [1, 1]),
      ]),
      graph.doubles(lengths, [1, pieces]),
    ]);
    const risen = graph.add('MatMul', [below, graph.doubles(slopes, [pieces, 1])]);
    return graph.add('Add', [risen, graph.doubles([y[from] ?? 0], [1, 1])]);
  });
  const all = graph.add('Concat', classes, { axis: { int: 1 } });
  return normalised(graph, all, shape.outputs);
}

function addLink(graph: GraphBuilder, link: Link, scores: Value): Value {
  switch (link) {
    case 'identity':
      return scores;
    case 'softmax':
      return graph.add('Softmax', [scores], { axis: { int: 1 } });
    case 'logistic': {
      const share = graph.add('Sigmoid', [scores]);
      const other = graph.add('Sub', [graph.doubles([1], [1, 1]), share]);
      return graph.add('Concat', [other, share], { axis: { int: 1 } });
    }
    case 'one-vs-rest':
      return normalised(graph, graph.add('Sigmoid', [scores]));
  }
}

/** Rows scaled to sum to 1. @param outputs answer of rows that sum to 0 is a share of each, where given */
function normalised(graph: GraphBuilder, values: Value, outputs?: number): Value {
  const sums = graph.add('ReduceSum', [values, graph.ints([1])], { keepdims: { int: 1 } });
  const shares = graph.add('Div', [values, sums]);
  if (outputs === undefined) return shares;
  const positive = graph.add('Greater', [sums, graph.doubles([0], [1, 1])]);
  return graph.add('Where', [positive, shares, graph.doubles([1 / outputs], [1, 1])]);
}

/** One after the other: in the order in which our own scorers add. */
function sumOf(graph: GraphBuilder, values: readonly Value[]): Value {
  return values.reduce((sum, value) => graph.add('Add', [sum, value]));
}

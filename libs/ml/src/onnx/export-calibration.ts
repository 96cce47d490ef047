import type { CalibratedState } from '../scorers/scorer-state.js';
import { addShares } from './export-link.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/**
 * Each class through the line of its knots.
 * @param answers rows x outputs: what is put right
 */
export function addCalibration(
  graph: GraphBuilder,
  { knotsFrom, x, y }: CalibratedState,
  outputs: number,
  answers: Value,
): Value {
  const classes = Array.from({ length: outputs }, (_, output) => {
    const from = knotsFrom[output] ?? 0;
    const to = knotsFrom[output + 1] ?? 0;
    const value = graph.add('Gather', [answers, graph.ints([output])], { axis: { int: 1 } });
    return addLine(graph, value, x.subarray(from, to), y.subarray(from, to));
  });
  return addShares(graph, graph.add('Concat', classes, { axis: { int: 1 } }), outputs);
}

/** The line through the knots at `value`, rows x 1; level outside them. */
function addLine(graph: GraphBuilder, value: Value, x: Float64Array, y: Float64Array): Value {
  const knots = x.length;
  const levelOf = (knot: number) => graph.doubles([y[knot] ?? 0], [1, 1]);
  const edgeOf = (knot: number) => graph.doubles([x[knot] ?? 0], [1, 1]);
  const last = knots - 1;
  const between = knots > 1 ? addPiece(graph, value, x, y) : levelOf(0);
  const upTo = graph.add('GreaterOrEqual', [value, edgeOf(last)]);
  const bounded = graph.add('Where', [upTo, levelOf(last), between]);
  return graph.add('Where', [graph.add('LessOrEqual', [value, edgeOf(0)]), levelOf(0), bounded]);
}

/** The piece that begins at the last knot which is not above the value. */
function addPiece(graph: GraphBuilder, value: Value, x: Float64Array, y: Float64Array): Value {
  const pieces = x.length - 1;
  const reached = graph.add('LessOrEqual', [graph.doubles(x, [1, x.length]), value]);
  const count = graph.add('ReduceSum', [graph.cast(reached, 'int64'), graph.ints([1])], {
    keepdims: { int: 1 },
  });
  const piece = graph.add('Min', [
    graph.add('Max', [graph.add('Sub', [count, graph.ints([1])]), graph.ints([0])]),
    graph.ints([pieces - 1]),
  ]);
  const of = (values: Float64Array) =>
    graph.add('Gather', [graph.doubles(values.subarray(0, pieces), [pieces]), piece]);
  const steps = (values: Float64Array) =>
    values.map((each, index) => (values[index + 1] ?? each) - each);
  const part = graph.add('Div', [graph.add('Sub', [value, of(x)]), of(steps(x))]);
  return graph.add('Add', [of(y), graph.add('Mul', [part, of(steps(y))])]);
}

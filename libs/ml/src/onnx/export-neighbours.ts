import type { Feature } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { NeighboursState } from '../scorers/scorer-state.js';
import type { Inputs } from './scorer-inputs.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** Asks the nearest points, row by row: distances to all points of all rows at once would take too much memory. */
export function addNeighbours(
  graph: GraphBuilder,
  state: NeighboursState,
  { features, outputs }: ScorerShape,
  { matrix }: Inputs,
): Value {
  const { fills, targets } = state;
  const asked = state.neighbours[0] ?? 1;
  const count = targets.length;
  const known = graph.add('Where', [
    graph.add('IsNaN', [matrix]),
    graph.doubles(fills, [1, features.length]),
    matrix,
  ]);
  const differences = features.map((feature, index) =>
    differenceFrom(graph, feature, state, index, features.length),
  );
  // What each point says: its value, or a vote for its class. Votes are counted in whole numbers, which never round.
  const said = graph.doubles(
    outputs === 1
      ? targets.map((value) => value / asked)
      : Float64Array.from({ length: count * outputs }, (_, at) =>
          targets[Math.floor(at / outputs)] === at % outputs ? 1 : 0,
        ),
    [count, outputs],
  );
  const first = graph.ints([0]);
  const sums = graph.forEachRow(known, { row: features.length, answer: outputs }, (body, row) => {
    const distances = differences
      .map((difference, index) => difference(body, body.add('Gather', [row, graph.ints([index])])))
      .reduce((sum, each) => body.add('Add', [sum, each]));
    const nearest = body.addForSecond('TopK', [distances, graph.ints([asked])], {
      axis: { int: 0 },
      largest: { int: 0 },
      sorted: { int: 1 },
    });
    return body.add('ReduceSum', [body.add('Gather', [said, nearest]), first], {
      keepdims: { int: 0 },
    });
  });
  if (outputs === 1) return sums;
  const doubted = graph.add('Add', [sums, graph.doubles([1 / outputs], [1, 1])]);
  return graph.add('Div', [doubted, graph.doubles([asked + 1], [1, 1])]);
}

/** From the row's own value of a feature to what that adds to the distance of each point. */
function differenceFrom(
  graph: GraphBuilder,
  feature: Feature,
  { points, scales, targets }: NeighboursState,
  index: number,
  width: number,
): (body: GraphBuilder, own: Value) => Value {
  const count = targets.length;
  const others = graph.doubles(
    Float64Array.from({ length: count }, (_, point) => points[point * width + index] ?? 0),
    [count],
  );
  if (feature.kind === 'categorical') {
    return (body, own) => body.cast(body.add('Not', [body.add('Equal', [own, others])]), 'double');
  }
  const scale = graph.doubles([scales[index] ?? 1], [1]);
  return (body, own) => {
    const off = body.add('Div', [body.add('Sub', [own, others]), scale]);
    return body.add('Mul', [off, off]);
  };
}

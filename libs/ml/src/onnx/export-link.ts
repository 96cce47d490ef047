import type { Link } from '../scorers/scorer-state.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** Turns rows x scores into rows x outputs. */
export function addLink(graph: GraphBuilder, link: Link, scores: Value, outputs: number): Value {
  switch (link) {
    case 'identity':
      return scores;
    case 'softmax': {
      const shares = graph.add('Softmax', [scores], { axis: { int: 1 } });
      // Scores past all bounds leave no number: then each class has the same share.
      const equal = graph.doubles([1 / outputs], [1, 1]);
      return graph.add('Where', [graph.add('IsNaN', [shares]), equal, shares]);
    }
    case 'logistic': {
      const share = graph.add('Sigmoid', [scores]);
      const other = graph.add('Sub', [graph.doubles([1], [1, 1]), share]);
      return graph.add('Concat', [other, share], { axis: { int: 1 } });
    }
    case 'one-vs-rest':
      return addShares(graph, graph.add('Sigmoid', [scores]), outputs);
  }
}

/** Rows scaled to sum to 1; where nothing can be scaled, the same share for each output. */
export function addShares(graph: GraphBuilder, values: Value, outputs: number): Value {
  const sums = graph.add('ReduceSum', [values, graph.ints([1])], { keepdims: { int: 1 } });
  const positive = graph.add('Greater', [sums, graph.doubles([0], [1, 1])]);
  const shares = graph.add('Div', [values, sums]);
  return graph.add('Where', [positive, shares, graph.doubles([1 / outputs], [1, 1])]);
}

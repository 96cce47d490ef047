import { nearestToCertain } from '../scorers/platt.js';
import type { PlattState } from '../scorers/scorer-state.js';
import { addShares } from './export-link.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/**
 * Each class through a logistic function of its log odds, all scaled to sum to 1.
 * @param answers rows x outputs: what is put right
 */
export function addPlatt(
  graph: GraphBuilder,
  { slopes, offsets }: Pick<PlattState, 'slopes' | 'offsets'>,
  answers: Value,
): Value {
  const scalar = (value: number) => graph.doubles([value], [1, 1]);
  const inside = graph.add('Min', [
    graph.add('Max', [answers, scalar(nearestToCertain)]),
    scalar(1 - nearestToCertain),
  ]);
  const logOdds = graph.add('Sub', [
    graph.add('Log', [inside]),
    graph.add('Log', [graph.add('Sub', [scalar(1), inside])]),
  ]);
  const sloped = graph.add('Mul', [logOdds, graph.doubles(slopes, [1, slopes.length])]);
  const raw = graph.add('Add', [sloped, graph.doubles(offsets, [1, offsets.length])]);
  return addShares(graph, graph.add('Sigmoid', [raw]), slopes.length);
}

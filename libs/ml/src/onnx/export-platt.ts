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
  const sloped = graph.add('Mul', [
    addLogOdds(graph, answers),
    graph.doubles(slopes, [1, slopes.length]),
  ]);
  const raw = graph.add('Add', [sloped, graph.doubles(offsets, [1, offsets.length])]);
  return addShares(graph, graph.add('Sigmoid', [raw]), slopes.length);
}

/** The logarithm of the odds of each probability, as `logOddsOf` has it. */
export function addLogOdds(graph: GraphBuilder, shares: Value): Value {
  const scalar = (value: number) => graph.doubles([value], [1, 1]);
  const inside = graph.add('Min', [
    graph.add('Max', [shares, scalar(nearestToCertain)]),
    scalar(1 - nearestToCertain),
  ]);
  return graph.add('Sub', [
    graph.add('Log', [inside]),
    graph.add('Log', [graph.add('Sub', [scalar(1), inside])]),
  ]);
}

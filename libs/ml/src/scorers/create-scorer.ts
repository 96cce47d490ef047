import { forestScorer } from './forest.js';
import { oneVsRestScorer } from './one-vs-rest.js';
import { priorScorer } from './prior.js';
import type { Scorer, ScorerState } from './scorer.js';

/**
 * A scorer over arrays that may come from anywhere: every length and index is checked before the first row.
 * @param columns width of the matrices to come
 * @throws RangeError when the arrays do not fit together
 */
export function createScorer(state: ScorerState, columns: number, classCount: number): Scorer {
  switch (state.kind) {
    case 'prior':
      return priorScorer(state.prior, classCount);
    case 'one-vs-rest':
      return oneVsRestScorer(state.weights, columns, classCount);
    case 'forest':
      return forestScorer(state, columns, classCount);
  }
}

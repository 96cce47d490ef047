import { applyLink, checkLink, scoresOf } from './link.js';
import type { LinearState } from './scorer-state.js';
import type { Scorer, ScorerShape } from './scorer.js';
import { weightedSums } from './weighted-sums.js';

/** Weighted sums over the features. */
export function linearScorer(state: LinearState, { features, outputs }: ScorerShape): Scorer {
  const { link, intercepts } = state;
  checkLink(link, outputs);
  const scoreCount = scoresOf(link, outputs);
  if (intercepts.length !== scoreCount) {
    throw new RangeError('The intercepts are not those of the answers.');
  }
  const sum = weightedSums(state, features);
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const scores = new Float64Array(scoreCount);
    for (let row = 0; row < table.rows; row++) {
      sum(table.values, row * table.columns, scores);
      applyLink(link, scores, answers, row * outputs);
    }
    return answers;
  };
}

import type { ScorerShape } from './create-scorer.js';
import { applyLink, checkLink, scoresOf } from './link.js';
import type { BoostedState } from './scorer-state.js';
import type { Scorer } from './scorer.js';
import { leafFinder } from './trees.js';

export function boostedScorer(state: BoostedState, { features, outputs }: ScorerShape): Scorer {
  const { roots, leaves, baselines, link } = state;
  checkLink(link, outputs);
  const scoreCount = scoresOf(link, outputs);
  if (baselines.length !== scoreCount || roots.length % scoreCount !== 0) {
    throw new RangeError('The trees are not those of the outputs.');
  }
  const leafOf = leafFinder(state, features, leaves.length);
  return ({ rows, columns, values }) => {
    const answers = new Float64Array(rows * outputs);
    const scores = new Float64Array(scoreCount);
    for (let row = 0; row < rows; row++) {
      scores.set(baselines);
      for (let tree = 0, score = 0; tree < roots.length; tree++) {
        const leaf = leafOf(values, row * columns, roots[tree] ?? 0);
        scores[score] = (scores[score] ?? 0) + (leaves[leaf] ?? 0);
        score = score + 1 === scoreCount ? 0 : score + 1;
      }
      applyLink(link, scores, answers, row * outputs);
    }
    return answers;
  };
}

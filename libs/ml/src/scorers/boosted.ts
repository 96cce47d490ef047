import type { ScorerShape } from './create-scorer.js';
import { applyLink, checkLink, scoresOf } from './link.js';
import type { BoostedState } from './scorer-state.js';
import type { Scorer } from './scorer.js';
import { treeAdder } from './tree-adder.js';

export function boostedScorer(state: BoostedState, { features, outputs }: ScorerShape): Scorer {
  const { roots, leaves, baselines, link } = state;
  checkLink(link, outputs);
  const scoreCount = scoresOf(link, outputs);
  if (baselines.length !== scoreCount || roots.length % scoreCount !== 0) {
    throw new RangeError('The trees are not those of the outputs.');
  }
  const addTrees = treeAdder(state, features, { leaves, width: 1, groups: scoreCount });
  return (table) => {
    const sums = new Float64Array(table.rows * scoreCount);
    for (let at = 0; at < sums.length; at += scoreCount) sums.set(baselines, at);
    addTrees(table, sums);
    const answers = new Float64Array(table.rows * outputs);
    const scores = new Float64Array(scoreCount);
    for (let row = 0; row < table.rows; row++) {
      for (let score = 0; score < scoreCount; score++) {
        scores[score] = sums[row * scoreCount + score] ?? 0;
      }
      applyLink(link, scores, answers, row * outputs);
    }
    return answers;
  };
}

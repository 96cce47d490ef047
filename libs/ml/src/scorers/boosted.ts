import type { Scorer, ScorerShape } from './scorer.js';
import { applyLink, checkLink, scoresOf } from './link.js';
import type { BoostedState } from './scorer-state.js';
import { readyTrees, treeAdder, type ReadyTrees } from './tree-adder.js';

export interface ReadyBoosted extends Pick<BoostedState, 'link' | 'baselines'> {
  readonly kind: 'ready-boosted';
  readonly trees: ReadyTrees;
}

export function readyBoosted(
  { leaves, baselines, link, ...trees }: BoostedState,
  { features, outputs }: ScorerShape,
): ReadyBoosted {
  checkLink(link, outputs);
  const groups = scoresOf(link, outputs);
  if (baselines.length !== groups || trees.roots.length % groups !== 0) {
    throw new RangeError('The trees are not those of the outputs.');
  }
  return {
    kind: 'ready-boosted',
    link,
    baselines,
    trees: readyTrees(trees, features, { leaves, width: 1, groups }),
  };
}

export function boostedScorer(
  { trees, baselines, link }: ReadyBoosted,
  { features, outputs }: ScorerShape,
): Scorer {
  const scoreCount = scoresOf(link, outputs);
  const addTrees = treeAdder(trees, features);
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

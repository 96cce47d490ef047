import { weightRows } from '../design/linear-state.js';
import type { Scorer, ScorerShape } from './scorer.js';
import { applyLink, checkLink, scoresOf } from './link.js';
import type { LinearState } from './scorer-state.js';

/** Weighted sums over the features. */
export function linearScorer(state: LinearState, { features, outputs }: ScorerShape): Scorer {
  const { link, intercepts, weights, means } = state;
  checkLink(link, outputs);
  const scoreCount = scoresOf(link, outputs);
  const starts: number[] = [];
  let rows = 0;
  for (const feature of features) {
    starts.push(rows * scoreCount);
    rows += weightRows(feature);
  }
  if (
    intercepts.length !== scoreCount ||
    weights.length !== rows * scoreCount ||
    means.length !== features.length * scoreCount
  ) {
    throw new RangeError('The weights are not those of the features.');
  }
  const levels = features.map((feature) =>
    feature.kind === 'categorical' ? feature.categories.length : -1,
  );
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const scores = new Float64Array(scoreCount);
    for (let row = 0; row < table.rows; row++) {
      scores.set(intercepts);
      for (let index = 0; index < starts.length; index++) {
        const value = table.values[row * table.columns + index] ?? 0;
        const start = starts[index] ?? 0;
        const level = levels[index] ?? 0;
        const missing = value !== value;
        // Of a number its slope, of a category its own weight.
        const from =
          level < 0
            ? start + (missing ? scoreCount : 0)
            : start + (missing ? level : value) * scoreCount;
        const factor = level < 0 && !missing ? value : 1;
        for (let score = 0; score < scoreCount; score++) {
          scores[score] = (scores[score] ?? 0) + factor * (weights[from + score] ?? 0);
        }
      }
      applyLink(link, scores, answers, row * outputs);
    }
    return answers;
  };
}

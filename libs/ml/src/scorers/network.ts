import { weightRows } from '../design/linear-state.js';
import { applyLink, checkLink, scoresOf } from './link.js';
import type { NetworkState } from './scorer-state.js';
import type { Scorer, ScorerShape } from './scorer.js';

/** Sums over units, of what these make of sums over the features. */
export function networkScorer(state: NetworkState, { features, outputs }: ScorerShape): Scorer {
  const { link, intercepts, weights, means, sums } = state;
  checkLink(link, outputs);
  const units = intercepts.length;
  const scoreCount = scoresOf(link, outputs);
  const starts: number[] = [];
  let rows = 0;
  for (const feature of features) {
    starts.push(rows * units);
    rows += weightRows(feature);
  }
  if (
    units === 0 ||
    weights.length !== rows * units ||
    means.length !== features.length * units ||
    sums.length !== scoreCount * (units + 1)
  ) {
    throw new RangeError('The weights of the network are not those of the features.');
  }
  const levels = features.map((feature) =>
    feature.kind === 'categorical' ? feature.categories.length : -1,
  );
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const given = new Float64Array(units);
    const scores = new Float64Array(scoreCount);
    for (let row = 0; row < table.rows; row++) {
      given.set(intercepts);
      for (let index = 0; index < starts.length; index++) {
        const value = table.values[row * table.columns + index] ?? 0;
        const level = levels[index] ?? 0;
        const missing = value !== value;
        // Of a number its slope, of a category its own weight; behind them what a missing one adds.
        const step = level < 0 ? (missing ? 1 : 0) : missing ? level : value;
        const factor = level < 0 && !missing ? value : 1;
        const from = (starts[index] ?? 0) + step * units;
        for (let unit = 0; unit < units; unit++) {
          given[unit] = (given[unit] ?? 0) + factor * (weights[from + unit] ?? 0);
        }
      }
      for (let unit = 0; unit < units; unit++) given[unit] = hyperbolicTangent(given[unit] ?? 0);
      addUnits(sums, given, scores);
      applyLink(link, scores, answers, row * outputs);
    }
    return answers;
  };
}

/**
 * Writes the scores that units come to.
 * @param sums scores x (units + 1): of each unit its weight, and the intercept
 * @param said what each unit says
 */
export function addUnits(sums: Float64Array, said: Float64Array, scores: Float64Array): void {
  const units = said.length;
  for (let score = 0, from = 0; score < scores.length; score++, from += units + 1) {
    let sum = sums[from + units] ?? 0;
    for (let unit = 0; unit < units; unit++) sum += (sums[from + unit] ?? 0) * (said[unit] ?? 0);
    scores[score] = sum;
  }
}

/** From one exponential, several times as fast as `Math.tanh`; off by 1e-16 at most. */
export function hyperbolicTangent(value: number): number {
  return 1 - 2 / (1 + Math.exp(2 * value));
}

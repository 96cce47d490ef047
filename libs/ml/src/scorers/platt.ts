import type { Scorer, ScorerShape } from './scorer.js';
import type { PlattState } from './scorer-state.js';

/** Probabilities nearer to 0 or 1 than this are taken for this far away. */
export const nearestToCertain = 1e-7;

/** @returns a finite number, whatever the probability */
export function logOddsOf(share: number): number {
  const inside = Math.min(Math.max(share, nearestToCertain), 1 - nearestToCertain);
  return Math.log(inside) - Math.log(1 - inside);
}

/** @throws RangeError when there is not one curve for each class */
export function plattScorer(
  { slopes, offsets }: Pick<PlattState, 'slopes' | 'offsets'>,
  { outputs }: ScorerShape,
  score: Scorer,
): Scorer {
  if (outputs < 2 || slopes.length !== outputs || offsets.length !== outputs) {
    throw new RangeError('The calibration does not fit together.');
  }
  return (table) => {
    const answers = score(table);
    for (let row = 0; row < table.rows; row++) {
      const at = row * outputs;
      let total = 0;
      for (let output = 0; output < outputs; output++) {
        const raw =
          (slopes[output] ?? 0) * logOddsOf(answers[at + output] ?? 0) + (offsets[output] ?? 0);
        const share = 1 / (1 + Math.exp(-raw));
        answers[at + output] = share;
        total += share;
      }
      for (let output = 0; output < outputs; output++) {
        answers[at + output] = total > 0 ? (answers[at + output] ?? 0) / total : 1 / outputs;
      }
    }
    return answers;
  };
}

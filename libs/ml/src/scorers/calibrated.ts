import type { Scorer, ScorerShape } from './scorer.js';
import type { CalibratedState } from './scorer-state.js';

export function calibratedScorer(
  { knotsFrom, x, y }: Omit<CalibratedState, 'member'>,
  { outputs }: ScorerShape,
  score: Scorer,
): Scorer {
  const fits =
    outputs > 1 &&
    knotsFrom.length === outputs + 1 &&
    knotsFrom[0] === 0 &&
    knotsFrom[outputs] === x.length &&
    x.length === y.length &&
    knotsFrom.every((from, index) => index === 0 || from > (knotsFrom[index - 1] ?? 0)) &&
    y.every((value) => value >= 0 && value <= 1);
  if (!fits) throw new RangeError('The calibration does not fit together.');
  return (table) => {
    const answers = score(table);
    for (let row = 0; row < table.rows; row++) {
      const at = row * outputs;
      let total = 0;
      for (let output = 0; output < outputs; output++) {
        const share = between(
          answers[at + output] ?? 0,
          { x, y },
          knotsFrom[output] ?? 0,
          (knotsFrom[output + 1] ?? 0) - 1,
        );
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

/** The line through the knots at `value`, level outside them. */
function between(
  value: number,
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
  first: number,
  last: number,
): number {
  let low = first;
  let high = last;
  if (value <= (x[low] ?? 0)) return y[low] ?? 0;
  if (value >= (x[high] ?? 0)) return y[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const from = x[low] ?? 0;
  const part = (value - from) / ((x[high] ?? 0) - from);
  return (y[low] ?? 0) + part * ((y[high] ?? 0) - (y[low] ?? 0));
}

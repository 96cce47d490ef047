import { forEachThreshold, type RankedScores } from './ranked-scores.js';
import { rounded } from './rounded.js';

export interface RocCurve {
  /** Of each point, from 0 to 1, ascending. */
  readonly falsePositiveRates: readonly number[];
  readonly truePositiveRates: readonly number[];
}

/**
 * The shares of negatives and positives let through, from the highest threshold to none. Where there are more points
 * than wanted, those at equal steps of the way are kept, which moves the area by 1 / (2 · steps) at the very most.
 * @param ranked with a positive and a negative at least
 * @param steps how many at most, beside the corners
 */
export function rocCurve(ranked: RankedScores, steps: number): RocCurve {
  const positives = ranked.positives.length;
  const negatives = ranked.negatives.length;
  const falsePositiveRates = [0];
  const truePositiveRates = [0];
  const keep = (truePositives: number, falsePositives: number) => {
    falsePositiveRates.push(rounded(falsePositives / negatives));
    truePositiveRates.push(rounded(truePositives / positives));
  };
  // The point before is kept too when a jump would pass a step: it is where the straight line begins.
  let kept = 0;
  let before: readonly [number, number] = [0, 0];
  let beforeKept = true;
  forEachThreshold(ranked, (truePositives, falsePositives) => {
    const way = wayOf(truePositives / positives, falsePositives / negatives);
    if (way - kept > 1 / steps && !beforeKept) {
      keep(...before);
      kept = wayOf(before[0] / positives, before[1] / negatives);
    }
    beforeKept =
      way - kept >= 1 / steps || (truePositives === positives && falsePositives === negatives);
    if (beforeKept) {
      keep(truePositives, falsePositives);
      kept = way;
    }
    before = [truePositives, falsePositives];
  });
  return { falsePositiveRates, truePositiveRates };
}

/** How much of the way from corner to corner has been gone, from 0 to 1. */
function wayOf(truePositiveRate: number, falsePositiveRate: number): number {
  return (truePositiveRate + falsePositiveRate) / 2;
}

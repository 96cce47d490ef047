import { forEachThreshold, type RankedScores } from './ranked-scores.js';
import { rounded } from './rounded.js';

export interface PrecisionRecallCurve {
  /** Of each step, ascending, the last one 1. */
  readonly recalls: readonly number[];
  /** The precision of each step: from the recall before it to its own. */
  readonly precisions: readonly number[];
}

/**
 * Precision as a step function of recall: the area below it is the average precision. Where there are more steps than
 * wanted, neighbours become one with the mean of their precisions, so that the area stays.
 * @param ranked with a positive at least
 * @param steps how many at most, and one
 */
export function precisionRecallCurve(ranked: RankedScores, steps: number): PrecisionRecallCurve {
  const positives = ranked.positives.length;
  const recalls: number[] = [];
  const precisions: number[] = [];
  let from = 0;
  let hits = 0;
  let area = 0;
  forEachThreshold(ranked, (truePositives, falsePositives) => {
    area += ((truePositives - hits) * truePositives) / (truePositives + falsePositives);
    hits = truePositives;
    const wide = hits - from >= positives / steps;
    if (hits > from && (wide || hits === positives)) {
      recalls.push(rounded(hits / positives));
      precisions.push(rounded(area / (hits - from)));
      from = hits;
      area = 0;
    }
  });
  return { recalls, precisions };
}

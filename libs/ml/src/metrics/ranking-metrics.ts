import { forEachThreshold, rankScores, type RankedScores } from './ranked-scores.js';

/** How well the scores of classes order the rows; what these rows say nothing of is absent. */
export type RankingMetrics = Readonly<{
  rocAuc?: number;
  /** For more than two classes. */
  rocAucWeighted?: number;
  averagePrecision?: number;
}>;

/**
 * The area under the ROC curve and the average precision: of the second of two classes, of several the means of each
 * class against the rest. As in `sklearn.metrics`, but for classes that no row is of, or every row: scikit-learn's
 * area is then not a number and its average precision 0 or 1, whatever the scores; here such a class is left out of
 * the means.
 * @param actual class of each row
 * @param probabilities rows x classes, row-major
 */
export function rankingMetrics(
  actual: Int32Array,
  probabilities: Float64Array,
  classCount: number,
): RankingMetrics {
  const codes = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, code) => code);
  const told = codes.flatMap((code) => {
    const ranked = rankScores(actual, probabilities, { code, classCount });
    const support = ranked.positives.length;
    if (support === 0 || ranked.negatives.length === 0) return [];
    return [{ support, area: rocAuc(ranked), precision: averagePrecision(ranked) }];
  });
  if (told.length === 0) return {};
  const total = told.reduce((sum, { support }) => sum + support, 0);
  const weighted = told.reduce((sum, { support, area }) => sum + support * area, 0) / total;
  return {
    rocAuc: told.reduce((sum, { area }) => sum + area, 0) / told.length,
    ...(classCount > 2 && { rocAucWeighted: weighted }),
    averagePrecision: told.reduce((sum, { precision }) => sum + precision, 0) / told.length,
  };
}

/** The share of pairs of a positive and a negative that the scores put in order; a tie counts half. */
export function rocAuc(ranked: RankedScores): number {
  let twice = 0;
  let hits = 0;
  let misses = 0;
  forEachThreshold(ranked, (truePositives, falsePositives) => {
    twice += (falsePositives - misses) * (truePositives + hits);
    hits = truePositives;
    misses = falsePositives;
  });
  return twice / (2 * ranked.positives.length * ranked.negatives.length);
}

/** The mean of the precisions at each threshold, weighted by the recall that it adds. */
export function averagePrecision(ranked: RankedScores): number {
  let sum = 0;
  let hits = 0;
  forEachThreshold(ranked, (truePositives, falsePositives) => {
    sum += ((truePositives - hits) * truePositives) / (truePositives + falsePositives);
    hits = truePositives;
  });
  return sum / ranked.positives.length;
}

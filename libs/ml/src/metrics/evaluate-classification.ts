import { brierScore } from './brier-score.js';
import { classMetrics } from './class-metrics.js';
import { confusionMatrix } from './confusion-matrix.js';
import { countMetrics } from './count-metrics.js';
import type { ClassEvaluation } from './evaluation.js';
import { logLoss } from './log-loss.js';
import { rankingMetrics } from './ranking-metrics.js';

/**
 * @param actual class of each row, an index into `labels`
 * @param probabilities rows x classes, row-major
 * @param labels of two, the second is the positive class
 * @param predicted the class each row is taken for: the likeliest when absent
 * @throws RangeError without rows, or when the sizes do not fit
 */
export function evaluateClassification(
  actual: Int32Array,
  probabilities: Float64Array,
  labels: readonly string[],
  predicted = likeliestClasses(probabilities, labels.length),
): ClassEvaluation {
  const rows = actual.length;
  if (rows === 0) throw new RangeError('There are no rows to evaluate on.');
  if (probabilities.length !== rows * labels.length) {
    throw new RangeError(
      `${probabilities.length} probabilities are not ${rows} rows of ${labels.length} classes.`,
    );
  }
  const confusion = confusionMatrix(actual, predicted, labels.length);
  const classes = classMetrics(confusion, labels);
  return {
    kind: 'classes',
    metrics: {
      ...countMetrics(confusion, classes),
      ...rankingMetrics(actual, probabilities, labels.length),
      logLoss: logLoss(actual, probabilities, labels.length),
      brierScore: brierScore(actual, probabilities, labels.length),
    },
    classes,
    confusion,
    rows,
  };
}

/** Probabilities that differ by less are the same: sums taken in another order, by another runtime, round otherwise. */
export const sameShare = 1e-12;

/** The likeliest class of each row; of those with the same share, the first. */
export function likeliestClasses(probabilities: Float64Array, classCount: number): Int32Array {
  const classes = new Int32Array(probabilities.length / classCount);
  for (let row = 0, start = 0; row < classes.length; row++, start += classCount) {
    let highest = probabilities[start] ?? 0;
    for (let code = 1; code < classCount; code++) {
      highest = Math.max(highest, probabilities[start + code] ?? 0);
    }
    let code = 0;
    while (code < classCount - 1 && (probabilities[start + code] ?? 0) < highest - sameShare)
      code++;
    classes[row] = code;
  }
  return classes;
}

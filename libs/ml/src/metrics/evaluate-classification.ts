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

/** The likeliest class of each row; of equals, the first. */
export function likeliestClasses(probabilities: Float64Array, classCount: number): Int32Array {
  const classes = new Int32Array(probabilities.length / classCount);
  for (let row = 0; row < classes.length; row++) {
    let best = 0;
    for (let code = 1; code < classCount; code++) {
      const start = row * classCount;
      if ((probabilities[start + code] ?? 0) > (probabilities[start + best] ?? 0)) best = code;
    }
    classes[row] = best;
  }
  return classes;
}

import { classMetrics } from './class-metrics.js';
import { confusionMatrix } from './confusion-matrix.js';
import type { ClassEvaluation } from './evaluation.js';
import { logLoss } from './log-loss.js';

/**
 * @param actual class of each row, an index into `labels`
 * @param probabilities rows x classes, row-major; the likeliest class is the prediction, the first one of equals
 * @throws RangeError without rows, or when the sizes do not fit
 */
export function evaluateClassification(
  actual: Int32Array,
  probabilities: Float64Array,
  labels: readonly string[],
): ClassEvaluation {
  const rows = actual.length;
  if (rows === 0) throw new RangeError('There are no rows to evaluate on.');
  if (probabilities.length !== rows * labels.length) {
    throw new RangeError(
      `${probabilities.length} probabilities are not ${rows} rows of ${labels.length} classes.`,
    );
  }
  const predicted = likeliestClasses(probabilities, labels.length);
  const confusion = confusionMatrix(actual, predicted, labels.length);
  const classes = classMetrics(confusion, labels);
  // Classes that are neither among the rows nor predicted have nothing to say about this classifier.
  const seen = classes.filter(
    ({ support }, code) => support > 0 || confusion.some((row) => (row[code] ?? 0) > 0),
  );
  const hits = classes.reduce((sum, _, code) => sum + (confusion[code]?.[code] ?? 0), 0);
  return {
    kind: 'classes',
    metrics: {
      accuracy: hits / rows,
      balancedAccuracy: mean(
        classes.filter(({ support }) => support > 0).map(({ recall }) => recall),
      ),
      precision: mean(seen.map(({ precision }) => precision)),
      recall: mean(seen.map(({ recall }) => recall)),
      f1: mean(seen.map(({ f1 }) => f1)),
      logLoss: logLoss(actual, probabilities, labels.length),
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

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

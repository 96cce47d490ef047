import { calibrationCurve } from './calibration-curve.js';
import type { ClassCurves } from './evaluation-details.js';
import { precisionRecallCurve } from './precision-recall-curve.js';
import { rankScores } from './ranked-scores.js';
import { rocCurve } from './roc-curve.js';

const mostClasses = 10;
const stepsOfTwo = 200;
const stepsOfSeveral = 80;
const bins = 10;

/**
 * The curves of the positive class of two, or of each of the most frequent of several against the rest; of a class that
 * no row is of, or every row, there is none.
 * @param actual class of each row, an index into `labels`
 * @param probabilities rows x classes, row-major
 */
export function classCurves(
  actual: Int32Array,
  probabilities: Float64Array,
  labels: readonly string[],
): ClassCurves[] {
  const classCount = labels.length;
  const counts = new Float64Array(classCount);
  for (const code of actual) counts[code] = (counts[code] ?? 0) + 1;
  const codes = labels
    .map((_, code) => code)
    .filter((code) => (counts[code] ?? 0) > 0 && (counts[code] ?? 0) < actual.length)
    .filter((code) => classCount > 2 || code === 1)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .slice(0, mostClasses)
    .sort((a, b) => a - b);
  const steps = classCount === 2 ? stepsOfTwo : stepsOfSeveral;
  return codes.map((code) => {
    const ranked = rankScores(actual, probabilities, { code, classCount });
    const own = Float64Array.from(actual, (_, row) => probabilities[row * classCount + code] ?? 0);
    const isOfClass = Uint8Array.from(actual, (each) => (each === code ? 1 : 0));
    return {
      label: labels[code] ?? '',
      roc: rocCurve(ranked, steps),
      precisionRecall: precisionRecallCurve(ranked, steps),
      calibration: calibrationCurve(isOfClass, own, { bins, strategy: 'quantile' }),
    };
  });
}

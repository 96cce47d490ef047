import type { QuantityEvaluation } from './evaluation.js';
import { regressionMetrics } from './regression-metrics.js';

/**
 * @param actual one value a row, finite
 * @param predicted one value a row, finite
 * @throws RangeError without rows, for lengths that differ, and for a value that is not finite
 */
export function evaluateRegression(
  actual: Float64Array,
  predicted: Float64Array,
): QuantityEvaluation {
  const rows = actual.length;
  if (rows === 0) throw new RangeError('There are no rows to evaluate on.');
  if (predicted.length !== rows) {
    throw new RangeError(`${predicted.length} predictions are not ${rows} rows.`);
  }
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(actual[row]) || !Number.isFinite(predicted[row])) {
      throw new RangeError(`Row ${row} has no finite value: ${actual[row]}, ${predicted[row]}.`);
    }
  }
  return { kind: 'quantities', metrics: regressionMetrics(actual, predicted), rows };
}

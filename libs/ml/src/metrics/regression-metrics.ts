import { medianOf } from './median.js';
import type { QuantityMetricName } from './metric-catalogue.js';

/**
 * The figures of `sklearn.metrics`, defined as there: MAPE divides by the greater of the actual value and the machine
 * epsilon, so that an actual 0 makes it huge; R² of actual values that are all the same is 1 when every one is met
 * and 0 otherwise, and absent for fewer than two rows.
 * @param actual one value a row, finite, at least one row
 * @param predicted one value a row
 */
export function regressionMetrics(actual: Float64Array, predicted: Float64Array): QuantityMetrics {
  const rows = actual.length;
  const distances = new Float64Array(rows);
  let absolute = 0;
  let squared = 0;
  let relative = 0;
  for (let row = 0; row < rows; row++) {
    const value = actual[row] ?? 0;
    const distance = Math.abs(value - (predicted[row] ?? 0));
    distances[row] = distance;
    absolute += distance;
    squared += distance * distance;
    relative += distance / Math.max(Math.abs(value), Number.EPSILON);
  }
  return {
    rmse: Math.sqrt(squared / rows),
    mae: absolute / rows,
    medianAbsoluteError: medianOf(distances),
    mape: relative / rows,
    ...(rows > 1 && { r2: r2Of(squared, spreadOf(actual)) }),
  };
}

export type QuantityMetrics = Readonly<
  Record<Exclude<QuantityMetricName, 'r2'>, number> & { r2?: number }
>;

/** Sum of squared distances from the mean; exactly 0 where all values are the same. */
function spreadOf(values: Float64Array): number {
  const [first = 0] = values;
  const mean = values.reduce((sum, value) => sum + (value - first), 0) / values.length;
  return values.reduce((sum, value) => sum + (value - first - mean) ** 2, 0);
}

/** @param squared sum of squared errors; @param spread sum of squared distances from the mean */
export function r2Of(squared: number, spread: number): number {
  if (spread > 0) return 1 - squared / spread;
  return squared === 0 ? 1 : 0;
}

import type { WeightedFigures } from './bootstrap.js';
import { r2Of } from './regression-metrics.js';

/**
 * The metrics of `evaluateRegression`, of rows that count as often as weights say.
 * @param actual one value a row, finite
 * @param predicted one value a row
 */
export function weightedQuantityFigures(
  actual: Float64Array,
  predicted: Float64Array,
): WeightedFigures {
  const rows = actual.length;
  const distances = actual.map((value, row) => Math.abs(value - (predicted[row] ?? 0)));
  const shares = distances.map(
    (distance, row) => distance / Math.max(Math.abs(actual[row] ?? 0), Number.EPSILON),
  );
  const middle = actual.reduce((sum, value) => sum + value, 0) / rows;
  const centred = actual.map((value) => value - middle);
  const order = Uint32Array.from(distances.keys()).sort(
    (a, b) => (distances[a] ?? 0) - (distances[b] ?? 0),
  );
  return (weights) => {
    let total = 0;
    let absolute = 0;
    let squared = 0;
    let relative = 0;
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const weight = weights[row] ?? 0;
      const distance = distances[row] ?? 0;
      const value = centred[row] ?? 0;
      total += weight;
      absolute += weight * distance;
      squared += weight * distance * distance;
      relative += weight * (shares[row] ?? 0);
      sum += weight * value;
      squares += weight * value * value;
    }
    return {
      rmse: Math.sqrt(squared / total),
      mae: absolute / total,
      medianAbsoluteError: weightedMedian(distances, { order, weights, total }),
      mape: relative / total,
      ...(total > 1 && { r2: r2Of(squared, spreadOf(squares, sum, total)) }),
    };
  };
}

/** Of values near 0; what rounding leaves where all are the same is none. */
function spreadOf(squares: number, sum: number, total: number): number {
  const spread = squares - (sum * sum) / total;
  return spread <= 1e-14 * squares ? 0 : spread;
}

interface Weighing {
  /** Rows by ascending value. */
  readonly order: Uint32Array;
  readonly weights: Uint32Array;
  readonly total: number;
}

/** The middle one of values that are there as often as their weights say, or the mean of the two in the middle. */
function weightedMedian(values: Float64Array, { order, weights, total }: Weighing): number {
  const upper = total >> 1;
  const lower = (total - 1) >> 1;
  let passed = 0;
  let low = Number.NaN;
  for (const row of order) {
    passed += weights[row] ?? 0;
    if (Number.isNaN(low) && passed > lower) low = values[row] ?? Number.NaN;
    if (passed > upper) return (low + (values[row] ?? Number.NaN)) / 2;
  }
  return low;
}

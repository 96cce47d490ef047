import { weightRows, type LinearArrays } from '../design/linear-state.js';
import type { Feature } from '../features/feature-table.js';

/**
 * Writes the weighted sums over the features of one row: intercepts, and what each feature adds.
 * @param values where the row begins with `from`
 * @param sums one for each intercept
 */
export type WeightedSums = (values: Float64Array, from: number, sums: Float64Array) => void;

/** @throws RangeError when the arrays are not those of the features */
export function weightedSums(
  { intercepts, weights, means }: LinearArrays,
  features: readonly Feature[],
): WeightedSums {
  const width = intercepts.length;
  const starts: number[] = [];
  let rows = 0;
  for (const feature of features) {
    starts.push(rows * width);
    rows += weightRows(feature);
  }
  if (weights.length !== rows * width || means.length !== features.length * width) {
    throw new RangeError('The weights are not those of the features.');
  }
  const levels = features.map((feature) =>
    feature.kind === 'categorical' ? feature.categories.length : -1,
  );
  return (values, from, sums) => {
    sums.set(intercepts);
    for (let index = 0; index < starts.length; index++) {
      const value = values[from + index] ?? 0;
      const start = starts[index] ?? 0;
      const level = levels[index] ?? 0;
      const missing = value !== value;
      // Of a number its slope, of a category its own weight; behind them what a missing one adds.
      const own =
        level < 0 ? start + (missing ? width : 0) : start + (missing ? level : value) * width;
      const factor = level < 0 && !missing ? value : 1;
      for (let sum = 0; sum < width; sum++) {
        sums[sum] = (sums[sum] ?? 0) + factor * (weights[own + sum] ?? 0);
      }
    }
  };
}

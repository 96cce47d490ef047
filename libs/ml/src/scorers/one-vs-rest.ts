import type { Scorer } from './scorer.js';

/** A logistic function for each class, their values scaled to sum to 1. */
export function oneVsRestScorer(
  weights: Float64Array,
  columns: number,
  classCount: number,
): Scorer {
  if (weights.length !== classCount * (columns + 1)) {
    throw new RangeError('The weights are not one for each class and column.');
  }
  return ({ rows, values }) => {
    const probabilities = new Float64Array(rows * classCount);
    for (let row = 0; row < rows; row++) {
      const from = row * columns;
      const to = row * classCount;
      let total = 0;
      for (let code = 0; code < classCount; code++) {
        const start = code * (columns + 1);
        let score = weights[start + columns] ?? 0;
        for (let column = 0; column < columns; column++) {
          score += (weights[start + column] ?? 0) * (values[from + column] ?? 0);
        }
        const share = 1 / (1 + Math.exp(-score));
        probabilities[to + code] = share;
        total += share;
      }
      for (let code = 0; code < classCount; code++) {
        // Every class may be denied outright, far from all training rows.
        probabilities[to + code] =
          total > 0 ? (probabilities[to + code] ?? 0) / total : 1 / classCount;
      }
    }
    return probabilities;
  };
}

import { createRandom } from '../random/random.js';
import type { QuantityDetails, ResidualHistogram } from './evaluation-details.js';
import { quantileOf } from './quantile.js';

const mostPoints = 500;
const bins = 24;

/** Actual and predicted values of the rows, or of a sample of 500 of them that the seed fixes. */
export function sampledPoints(
  actual: Float64Array,
  predicted: Float64Array,
  seed: number,
): QuantityDetails['points'] {
  const rows = Uint32Array.from(actual.keys());
  if (rows.length > mostPoints) createRandom(seed).shuffle(rows);
  const chosen = rows.slice(0, mostPoints).sort();
  return {
    actual: Array.from(chosen, (row) => actual[row] ?? 0),
    predicted: Array.from(chosen, (row) => predicted[row] ?? 0),
  };
}

/**
 * Counts of residuals, actual less predicted, in bins of one width about 0: from the 1st to the 99th hundredth, the rows
 * beyond counted in the outermost bins, so that a few far ones do not hide the rest.
 */
export function residualHistogram(
  actual: Float64Array,
  predicted: Float64Array,
): ResidualHistogram {
  const residuals = actual.map((value, row) => value - (predicted[row] ?? 0));
  const sorted = residuals.slice().sort();
  const reach =
    Math.max(Math.abs(quantileOf(sorted, 0.01)), Math.abs(quantileOf(sorted, 0.99))) || 1;
  const width = (2 * reach) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const residual of residuals) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((residual + reach) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, bin) => bin * width - reach), counts };
}

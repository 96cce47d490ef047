import { unfoldDesign } from '../design/linear-state.js';
import type { Matrix } from '../design/matrix.js';
import { decompose, solveDecomposed } from '../linear/solve.js';
import { designedSet } from './designed-set.js';
import type { Learner, QuantityTarget, Target } from './learner.js';
import { positive } from './parameters.js';

/** Seconds for one row and pair of columns, measured. */
const secondsPerProduct = 1e-9;

/**
 * Ridge regression on standardised columns (Hoerl and Kennard, "Ridge regression", 1970), by its normal equations: the
 * squared errors plus `l2` times the squared coefficients; the intercept costs nothing.
 */
export const linearRegression: Learner = {
  algorithm: 'linear-regression',
  tasks: ['regression'],
  defaults: { l2: 1 },
  estimateSeconds: ({ rows, width }) => (rows + width) * width * width * secondsPerProduct,
  fit(set, { parameters }) {
    const { features, target, weights } = set;
    const { values } = quantityOf(target);
    const { design, matrix } = designedSet(set);
    const { means, mean } = weightedMeans(matrix, values, weights);
    const size = matrix.columns;
    const products = new Float64Array(size * size);
    const right = new Float64Array(size);
    const centred = new Float64Array(size);
    for (let row = 0; row < matrix.rows; row++) {
      const weight = weights[row] ?? 0;
      for (let column = 0; column < size; column++) {
        centred[column] = (matrix.values[row * size + column] ?? 0) - (means[column] ?? 0);
      }
      addProducts(products, right, centred, weight, (values[row] ?? 0) - mean);
    }
    const l2 = positive(parameters, 'l2');
    for (let column = 0; column < size; column++) {
      products[column * size + column] = (products[column * size + column] ?? 0) + l2;
    }
    decompose(products, size);
    const slopes = right.slice();
    solveDecomposed(products, slopes);
    const coefficients = new Float64Array(size + 1);
    coefficients.set(slopes);
    coefficients[size] = slopes.reduce(
      (sum, slope, column) => sum - slope * (means[column] ?? 0),
      mean,
    );
    return { kind: 'linear', link: 'identity', ...unfoldDesign(features, design, coefficients) };
  },
};

function weightedMeans(
  { rows, columns, values }: Matrix,
  targets: Float64Array,
  weights: Float64Array,
) {
  const means = new Float64Array(columns);
  let mean = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] ?? 0;
    total += weight;
    mean += weight * (targets[row] ?? 0);
    for (let column = 0; column < columns; column++) {
      means[column] = (means[column] ?? 0) + weight * (values[row * columns + column] ?? 0);
    }
  }
  return { means: means.map((sum) => sum / total), mean: mean / total };
}

/** The lower triangle is enough. */
function addProducts(
  products: Float64Array,
  right: Float64Array,
  row: Float64Array,
  weight: number,
  target: number,
): void {
  const size = row.length;
  for (let column = 0; column < size; column++) {
    const value = weight * (row[column] ?? 0);
    if (value === 0) continue;
    right[column] = (right[column] ?? 0) + value * target;
    for (let other = 0; other <= column; other++) {
      const at = column * size + other;
      products[at] = (products[at] ?? 0) + value * (row[other] ?? 0);
    }
  }
}

function quantityOf(target: Target): QuantityTarget {
  if (target.kind === 'quantity') return target;
  throw new TypeError('This algorithm learns quantities.');
}

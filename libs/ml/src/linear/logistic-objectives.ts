import type { Matrix } from '../design/matrix.js';
import type { Objective } from './minimise.js';

export interface LogisticProblem {
  readonly matrix: Matrix;
  readonly codes: Int32Array;
  readonly classCount: number;
  readonly weights: Float64Array;
  /** Factor of half the squared coefficients, intercepts apart, beside the mean loss. */
  readonly l2: number;
}

/** Mean log loss of two classes. Variables: a coefficient for each column, and the intercept. */
export function binaryObjective({ matrix, codes, weights, l2 }: LogisticProblem): Objective {
  const { rows, columns, values } = matrix;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (point, gradient) => {
    gradient.fill(0);
    const loss = addBinary(values, rows, columns, codes, weights, point, gradient);
    return penalised(loss, total, l2, point, gradient, columns, columns + 1);
  };
}

/** Rows that are taken together: their sums do not wait for each other. */
const block = 4;

function addBinary(
  values: Float64Array,
  rows: number,
  columns: number,
  codes: Int32Array,
  weights: Float64Array,
  point: Float64Array,
  gradient: Float64Array,
): number {
  let loss = 0;
  let intercept = 0;
  const slopes = new Float64Array(block);
  for (let row = 0; row < rows; row += block) {
    const from = row * columns;
    const second = from + columns;
    const third = second + columns;
    const fourth = third + columns;
    let score0 = point[columns] ?? 0;
    let score1 = score0;
    let score2 = score0;
    let score3 = score0;
    if (row + block <= rows) {
      for (let column = 0; column < columns; column++) {
        const coefficient = point[column] ?? 0;
        score0 += coefficient * (values[from + column] ?? 0);
        score1 += coefficient * (values[second + column] ?? 0);
        score2 += coefficient * (values[third + column] ?? 0);
        score3 += coefficient * (values[fourth + column] ?? 0);
      }
    } else {
      score0 = scoreOf(values, from, columns, point);
      if (row + 1 < rows) score1 = scoreOf(values, second, columns, point);
      if (row + 2 < rows) score2 = scoreOf(values, third, columns, point);
    }
    for (let index = 0; index < block && row + index < rows; index++) {
      const score = index === 0 ? score0 : index === 1 ? score1 : index === 2 ? score2 : score3;
      const positive = codes[row + index] ?? 0;
      const weight = weights[row + index] ?? 0;
      // From one exponential, without overflow, both the loss and its slope.
      const tail = Math.exp(-Math.abs(score));
      const share = score >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
      loss += weight * (Math.log(1 + tail) + Math.max(score, 0) - positive * score);
      const slope = weight * (share - positive);
      intercept += slope;
      slopes[index] = slope;
    }
    if (row + block <= rows) {
      const slope0 = slopes[0] ?? 0;
      const slope1 = slopes[1] ?? 0;
      const slope2 = slopes[2] ?? 0;
      const slope3 = slopes[3] ?? 0;
      for (let column = 0; column < columns; column++) {
        gradient[column] =
          (gradient[column] ?? 0) +
          slope0 * (values[from + column] ?? 0) +
          slope1 * (values[second + column] ?? 0) +
          slope2 * (values[third + column] ?? 0) +
          slope3 * (values[fourth + column] ?? 0);
      }
    } else {
      for (let index = 0; row + index < rows; index++) {
        for (let column = 0; column < columns; column++) {
          gradient[column] =
            (gradient[column] ?? 0) +
            (slopes[index] ?? 0) * (values[from + index * columns + column] ?? 0);
        }
      }
    }
  }
  gradient[columns] = intercept;
  return loss;
}

function scoreOf(values: Float64Array, from: number, columns: number, point: Float64Array): number {
  let score = point[columns] ?? 0;
  for (let column = 0; column < columns; column++) {
    score += (point[column] ?? 0) * (values[from + column] ?? 0);
  }
  return score;
}

/**
 * Second derivatives of the binary objective at a point.
 * @param rows how many of the first rows to look at
 * @returns (columns + 1) x (columns + 1), row-major; the lower triangle
 */
export function binaryCurvature(
  { matrix: { columns, values }, weights, l2 }: LogisticProblem,
  point: Float64Array,
  rows: number,
): Float64Array {
  const size = columns + 1;
  const curvature = new Float64Array(size * size);
  let total = 0;
  for (let row = 0, from = 0; row < rows; row++, from += columns) {
    const share = 1 / (1 + Math.exp(-scoreOf(values, from, columns, point)));
    const weight = weights[row] ?? 0;
    total += weight;
    addOuter(curvature, values, from, columns, weight * share * (1 - share));
  }
  for (let at = 0; at < curvature.length; at++) curvature[at] = (curvature[at] ?? 0) / total;
  for (let column = 0; column < size; column++) {
    // Something is added to the intercept too, so that the matrix stays positive where all rows are certain.
    const ridge = column < columns ? l2 : 0;
    curvature[column * size + column] = (curvature[column * size + column] ?? 0) + ridge + 1e-12;
  }
  return curvature;
}

function addOuter(
  curvature: Float64Array,
  values: Float64Array,
  from: number,
  columns: number,
  weight: number,
): void {
  const size = columns + 1;
  for (let column = 0; column < columns; column++) {
    const value = weight * (values[from + column] ?? 0);
    const at = column * size;
    for (let other = 0; other <= column; other++) {
      curvature[at + other] = (curvature[at + other] ?? 0) + value * (values[from + other] ?? 0);
    }
    const last = columns * size + column;
    curvature[last] = (curvature[last] ?? 0) + value;
  }
  curvature[size * size - 1] = (curvature[size * size - 1] ?? 0) + weight;
}

/** Mean log loss of several classes. Variables: class after class, a coefficient for each column and the intercept. */
export function softmaxObjective(problem: LogisticProblem): Objective {
  const { matrix, weights, l2, classCount } = problem;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scores = new Float64Array(classCount);
  return (point, gradient) => {
    gradient.fill(0);
    const loss = addSoftmax(problem, scores, point, gradient);
    const stride = matrix.columns + 1;
    return penalised(loss, total, l2, point, gradient, matrix.columns, stride);
  };
}

function addSoftmax(
  { matrix, codes, classCount, weights }: LogisticProblem,
  scores: Float64Array,
  point: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns, values } = matrix;
  const stride = columns + 1;
  let loss = 0;
  for (let row = 0, from = 0; row < rows; row++, from += columns) {
    let highest = -Infinity;
    for (let code = 0; code < classCount; code++) {
      const at = code * stride;
      let score = point[at + columns] ?? 0;
      for (let column = 0; column < columns; column++) {
        score += (point[at + column] ?? 0) * (values[from + column] ?? 0);
      }
      scores[code] = score;
      highest = Math.max(highest, score);
    }
    const actual = codes[row] ?? 0;
    const weight = weights[row] ?? 0;
    const own = (scores[actual] ?? 0) - highest;
    let sum = 0;
    for (let code = 0; code < classCount; code++) {
      const part = Math.exp((scores[code] ?? 0) - highest);
      scores[code] = part;
      sum += part;
    }
    loss += weight * (Math.log(sum) - own);
    for (let code = 0; code < classCount; code++) {
      const slope = weight * ((scores[code] ?? 0) / sum - (code === actual ? 1 : 0));
      const at = code * stride;
      for (let column = 0; column < columns; column++) {
        gradient[at + column] = (gradient[at + column] ?? 0) + slope * (values[from + column] ?? 0);
      }
      gradient[at + columns] = (gradient[at + columns] ?? 0) + slope;
    }
  }
  return loss;
}

/** Sums become means, and the penalty is added. */
function penalised(
  loss: number,
  total: number,
  l2: number,
  point: Float64Array,
  gradient: Float64Array,
  columns: number,
  stride: number,
): number {
  let squares = 0;
  for (let at = 0; at < point.length; at++) {
    gradient[at] = (gradient[at] ?? 0) / total;
    if (at % stride === columns) continue;
    const coefficient = point[at] ?? 0;
    squares += coefficient * coefficient;
    gradient[at] = (gradient[at] ?? 0) + l2 * coefficient;
  }
  return loss / total + (l2 / 2) * squares;
}

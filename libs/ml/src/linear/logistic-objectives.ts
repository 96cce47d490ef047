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
  for (let row = 0, from = 0; row < rows; row++, from += columns) {
    let score = point[columns] ?? 0;
    for (let column = 0; column < columns; column++) {
      score += (point[column] ?? 0) * (values[from + column] ?? 0);
    }
    const positive = codes[row] ?? 0;
    const weight = weights[row] ?? 0;
    // From one exponential, without overflow, both the loss and its slope.
    const tail = Math.exp(-Math.abs(score));
    const share = score >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    loss += weight * (Math.log(1 + tail) + Math.max(score, 0) - positive * score);
    const slope = weight * (share - positive);
    intercept += slope;
    for (let column = 0; column < columns; column++) {
      gradient[column] = (gradient[column] ?? 0) + slope * (values[from + column] ?? 0);
    }
  }
  gradient[columns] = intercept;
  return loss;
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

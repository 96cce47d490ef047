import {
  binaryCurvature,
  binaryObjective,
  softmaxObjective,
  type LogisticProblem,
} from './logistic-objectives.js';
import { minimise, type MinimiseOptions, type Minimum, type Objective } from './minimise.js';
import { decompose, solveDecomposed } from './solve.js';

/** Columns up to which second derivatives are worth their time. */
const mostCurvedColumns = 200;
/** Rows that are enough to come near the minimum, and to know the curvature there. */
const sampledRows = 10_000;

export function logisticObjective(problem: LogisticProblem): Objective {
  return problem.classCount === 2 ? binaryObjective(problem) : softmaxObjective(problem);
}

/** Variables of the problem: coefficients and intercept, of several classes one after the other. */
export function variablesOf({ matrix, classCount }: LogisticProblem): number {
  return (matrix.columns + 1) * (classCount === 2 ? 1 : classCount);
}

/** The minimum of the mean log loss and its penalties. */
export function minimiseLogistic(problem: LogisticProblem, options: MinimiseOptions): Minimum {
  const curved =
    !options.l1 && problem.classCount === 2 && problem.matrix.columns <= mostCurvedColumns;
  return curved ? minimiseCurved(problem, options) : minimise(logisticObjective(problem), options);
}

/**
 * Two classes: a sample of the rows leads near the minimum, and its second derivatives straighten the rest of the way
 * (Byrd et al., "On the use of stochastic Hessian information in optimization methods for machine learning", 2011).
 */
function minimiseCurved(problem: LogisticProblem, options: MinimiseOptions): Minimum {
  const { rows } = problem.matrix;
  const sample = rows > 2 * sampledRows ? sampleOf(problem) : problem;
  const curvedAt = (point: Float64Array): MinimiseOptions => {
    const lower = binaryCurvature(sample, point, sample.matrix.rows);
    decompose(lower, point.length);
    return { ...options, start: point, precondition: (way) => solveDecomposed(lower, way) };
  };
  const first = minimise(binaryObjective(sample), curvedAt(options.start));
  if (sample === problem) return first;
  return minimise(binaryObjective(problem), curvedAt(first.point));
}

/** Every so-manieth row. */
function sampleOf(problem: LogisticProblem): LogisticProblem {
  const step = Math.floor(problem.matrix.rows / sampledRows);
  const rows = Math.floor(problem.matrix.rows / step);
  return rowsOf(
    problem,
    Uint32Array.from({ length: rows }, (_, row) => row * step),
  );
}

/** The same of some of its rows. */
export function rowsOf(problem: LogisticProblem, rows: Uint32Array): LogisticProblem {
  const { matrix, codes, weights } = problem;
  const { columns } = matrix;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, to) => {
    values.set(matrix.values.subarray(row * columns, (row + 1) * columns), to * columns);
  });
  return {
    ...problem,
    matrix: { rows: rows.length, columns, values },
    codes: Int32Array.from(rows, (row) => codes[row] ?? 0),
    weights: Float64Array.from(rows, (row) => weights[row] ?? 0),
  };
}

import { designMatrix } from '../design/design-matrix.js';
import { fitDesign } from '../design/design.js';
import { unfoldDesign } from '../design/linear-state.js';
import {
  binaryCurvature,
  binaryObjective,
  softmaxObjective,
  type LogisticProblem,
} from '../linear/logistic-objectives.js';
import {
  minimise,
  type MinimiseOptions,
  type Minimum,
  type Objective,
} from '../linear/minimise.js';
import { decompose, solveDecomposed } from '../linear/solve.js';
import { classesOf, classification, type Learner, type TrainingSet } from './learner.js';
import { nonNegative, positive, positiveInteger } from './parameters.js';
import { rowWeights } from './row-weights.js';

/** Seconds for one value of the matrix, class and step, measured. */
const secondsPerValue = 2.5e-9;

/**
 * Logistic regression on standardised columns, two classes or several (softmax). It makes the sum of the losses of all
 * rows, plus `l2` / 2 times the squared coefficients, plus `l1` times their magnitudes, as small as can be; intercepts
 * cost nothing. `l2` is what scikit-learn calls 1 / C.
 */
export const logisticRegression: Learner = {
  algorithm: 'logistic-regression',
  tasks: classification,
  defaults: { l2: 1, l1: 0, maxSteps: 300, tolerance: 1e-5, classWeight: 'none' },
  estimateSeconds: ({ rows, width, outputs }, parameters) =>
    rows *
    (width + 8) *
    (outputs > 2 ? outputs : 1) *
    Math.min(positiveInteger(parameters, 'maxSteps'), 60) *
    secondsPerValue,
  fit(set, { parameters, onNotes }) {
    const { classCount } = classesOf(set.target);
    const design = fitDesign(set.features, set.table);
    const { point, iterations, converged } = fitLogistic(set, design, parameters);
    onNotes?.({ iterations, converged: converged ? 1 : 0 });
    return {
      kind: 'linear',
      link: classCount === 2 ? 'logistic' : 'softmax',
      ...unfoldDesign(set.features, design, point),
    };
  },
};

/** Coefficients over the columns of the design; of several classes one after the other. */
export function fitLogistic(
  set: TrainingSet,
  design: ReturnType<typeof fitDesign>,
  parameters: Parameters<Learner['fit']>[1]['parameters'],
): Minimum {
  const { codes, classCount } = classesOf(set.target);
  const weights = rowWeights(set, parameters);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const problem = {
    matrix: designMatrix(design, set.table),
    codes,
    classCount,
    weights,
    l2: nonNegative(parameters, 'l2') / total,
  };
  const stride = design.width + 1;
  const l1 = nonNegative(parameters, 'l1') / total;
  const size = stride * (classCount === 2 ? 1 : classCount);
  const options = {
    start: new Float64Array(size),
    maxIterations: positiveInteger(parameters, 'maxSteps'),
    tolerance: positive(parameters, 'tolerance'),
  };
  if (l1 > 0) {
    const costs = new Float64Array(size).map((_, at) => (at % stride === design.width ? 0 : l1));
    return minimise(objectiveOf(problem), { ...options, l1: costs });
  }
  return classCount === 2 && design.width <= mostCurvedColumns
    ? minimiseCurved(problem, options)
    : minimise(objectiveOf(problem), options);
}

function objectiveOf(problem: LogisticProblem): Objective {
  return problem.classCount === 2 ? binaryObjective(problem) : softmaxObjective(problem);
}

/** Columns up to which second derivatives are worth their time. */
const mostCurvedColumns = 200;
/** Rows that are enough to come near the minimum, and to know the curvature there. */
const sampledRows = 10_000;

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
  const { matrix, codes, weights } = problem;
  const step = Math.floor(matrix.rows / sampledRows);
  const rows = Math.floor(matrix.rows / step);
  const values = new Float64Array(rows * matrix.columns);
  for (let row = 0; row < rows; row++) {
    const from = row * step * matrix.columns;
    values.set(matrix.values.subarray(from, from + matrix.columns), row * matrix.columns);
  }
  return {
    ...problem,
    matrix: { rows, columns: matrix.columns, values },
    codes: Int32Array.from({ length: rows }, (_, row) => codes[row * step] ?? 0),
    weights: Float64Array.from({ length: rows }, (_, row) => weights[row * step] ?? 0),
  };
}

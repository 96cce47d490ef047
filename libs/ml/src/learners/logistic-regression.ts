import { designMatrix } from '../design/design-matrix.js';
import { fitDesign } from '../design/design.js';
import { unfoldDesign } from '../design/linear-state.js';
import { binaryObjective, softmaxObjective } from '../linear/logistic-objectives.js';
import { minimise, type Minimum } from '../linear/minimise.js';
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
  fit(set, { parameters }) {
    const { classCount } = classesOf(set.target);
    const design = fitDesign(set.features, set.table);
    const { point } = fitLogistic(set, design, parameters);
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
  return minimise(classCount === 2 ? binaryObjective(problem) : softmaxObjective(problem), {
    start: new Float64Array(size),
    maxIterations: positiveInteger(parameters, 'maxSteps'),
    tolerance: positive(parameters, 'tolerance'),
    ...(l1 > 0 && {
      l1: new Float64Array(size).map((_, at) => (at % stride === design.width ? 0 : l1)),
    }),
  });
}

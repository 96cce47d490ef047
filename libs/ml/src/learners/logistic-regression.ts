import { unfoldDesign } from '../design/linear-state.js';
import type { LogisticProblem } from '../linear/logistic-objectives.js';
import { minimiseLogistic, variablesOf } from '../linear/minimise-logistic.js';
import { choosePenalty, rowsToChooseBy, stepsToChoose } from './choose-penalty.js';
import { classesOf, classification, type Learner, type Parameters } from './learner.js';
import { designedSet } from './designed-set.js';
import { nonNegative, positive, positiveInteger } from './parameters.js';
import { rowWeights } from './row-weights.js';

/** Seconds for one value of the matrix, class and step, measured. */
const secondsPerValue = 2.5e-9;

/** What `l2` may be instead of a number. */
const crossValidated = 'cross-validated';

/**
 * Logistic regression on standardised columns, two classes or several (softmax). It makes the sum of the losses of all
 * rows, plus `l2` / 2 times the squared coefficients, plus `l1` times their magnitudes, as small as can be; intercepts
 * cost nothing. `l2` is what scikit-learn calls 1 / C, or `cross-validated`: then it is chosen by the training rows.
 */
export const logisticRegression: Learner = {
  algorithm: 'logistic-regression',
  tasks: classification,
  defaults: { l2: crossValidated, l1: 0, maxSteps: 300, tolerance: 1e-5, classWeight: 'none' },
  estimateSeconds({ rows, width, outputs }, parameters) {
    const scores = outputs > 2 ? outputs : 1;
    const steps = Math.min(positiveInteger(parameters, 'maxSteps'), 60);
    const chosenBy = isChosen(parameters) ? rowsToChooseBy(rows, width + 1, scores) : 0;
    return (rows * steps + chosenBy * stepsToChoose) * (width + 8) * scores * secondsPerValue;
  },
  fit(set, { parameters, seed, onNotes }) {
    const { codes, classCount } = classesOf(set.target);
    const { design, matrix } = designedSet(set);
    const weights = rowWeights(set, parameters);
    const problem: LogisticProblem = { matrix, codes, classCount, weights, l2: 0 };
    const l2 = isChosen(parameters) ? choosePenalty(problem, seed) : nonNegative(parameters, 'l2');
    const { point, iterations, converged } = fitLogistic(problem, { ...parameters, l2 });
    onNotes?.({
      iterations,
      converged: converged ? 1 : 0,
      ...(isChosen(parameters) && { chosenL2: l2 }),
    });
    return {
      kind: 'linear',
      link: classCount === 2 ? 'logistic' : 'softmax',
      ...unfoldDesign(set.features, design, point),
    };
  },
};

function isChosen({ l2 }: Parameters): boolean {
  return l2 === crossValidated;
}

/** Coefficients over the columns of the design; of several classes one after the other. */
function fitLogistic(problem: LogisticProblem, parameters: Parameters) {
  const total = problem.weights.reduce((sum, weight) => sum + weight, 0);
  const l1 = nonNegative(parameters, 'l1') / total;
  const { columns } = problem.matrix;
  const start = new Float64Array(variablesOf(problem));
  return minimiseLogistic(
    { ...problem, l2: nonNegative(parameters, 'l2') / total },
    {
      start,
      maxIterations: positiveInteger(parameters, 'maxSteps'),
      tolerance: positive(parameters, 'tolerance'),
      ...(l1 > 0 && { l1: start.map((_, at) => (at % (columns + 1) === columns ? 0 : l1)) }),
    },
  );
}

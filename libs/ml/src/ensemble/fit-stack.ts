import { linearRegression } from '../learners/linear-regression.js';
import { logisticRegression } from '../learners/logistic-regression.js';
import { outputsOf, type Target } from '../learners/learner.js';
import { lone } from '../parallel/lone.js';
import type { LinearState } from '../scorers/scorer-state.js';
import { stackedColumns, stackedFeatures, stackedTable } from './stacked-table.js';

/** Rows that are enough to tell coefficients by, and values that keep the fit within a second or two. */
const mostRows = 50_000;
const mostValues = 6e6;
const fewestRows = 1000;

/**
 * Learns what to make of the answers of several models (Wolpert, "Stacked generalization", 1992): a logistic regression over
 * the log odds of their probabilities, or a ridge regression over their values.
 * @param answers of each member, to rows that it had not learned from: rows x outputs, row-major
 * @throws RangeError without members
 */
export function fitStack(answers: readonly Float64Array[], target: Target): LinearState {
  const outputs = outputsOf(target);
  const whole = target.kind === 'classes' ? target.codes.length : target.values.length;
  const perRow = answers.length * stackedColumns(outputs) * outputs;
  const wanted = Math.max(fewestRows, Math.min(mostRows, mostValues / Math.max(1, perRow)));
  const step = Math.max(1, Math.ceil(whole / wanted));
  const taken = (_: number, row: number) => row % step === 0;
  const rows = Math.ceil(whole / step);
  const sampled = answers.map((own) =>
    own.filter((_, at) => Math.floor(at / outputs) % step === 0),
  );
  const features = stackedFeatures(answers.length, outputs);
  if (features.length === 0) throw new RangeError('There are no members to combine.');
  const learner = target.kind === 'classes' ? logisticRegression : linearRegression;
  const state = learner.fit(
    {
      features,
      table: stackedTable(sampled, outputs, rows),
      target:
        target.kind === 'classes'
          ? { ...target, codes: target.codes.filter(taken) }
          : { ...target, values: target.values.filter(taken) },
      weights: new Float64Array(rows).fill(1),
    },
    { parameters: { ...learner.defaults, l2: 1 }, seed: 0, crew: lone },
  );
  if (state.kind !== 'linear') throw new TypeError('A linear model was expected.');
  return state;
}

/** How much each member counts: the mean of its own coefficients, of each class on that class. */
export function stackWeights({ weights }: LinearState, members: number, outputs: number) {
  const own = stackedColumns(outputs);
  return Float64Array.from({ length: members }, (_, member) => {
    let sum = 0;
    for (let column = 0; column < own; column++) {
      // Two entries a feature: that of a missing value is the second.
      sum += weights[(member * own + column) * 2 * own + column] ?? 0;
    }
    return sum / own;
  });
}

import type { Parameters, TaskType } from '../learners/learner.js';
import type { Random } from '../random/random.js';

type Value = string | number | boolean;

/** Where the values of one parameter come from. */
export type Values =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      /** `logarithmic`: each factor between low and high is as likely as any other of its size. */
      readonly spread: 'even' | 'logarithmic';
      readonly whole?: true;
    }
  | { readonly kind: 'choice'; readonly values: readonly Value[] };

/** One parameter that is worth searching. */
export interface Dimension {
  readonly parameter: string;
  readonly values: Values;
  /** There only where a parameter drawn before has one of these values; the same name may appear once for each. */
  readonly when?: { readonly parameter: string; readonly is: readonly Value[] };
  /** The tasks it means something for; all of them when absent. */
  readonly tasks?: readonly TaskType[];
}

/** The parameters of one algorithm, in the order in which they are drawn. */
export type SearchSpace = readonly Dimension[];

const log = (low: number, high: number): Values => ({
  kind: 'number',
  low,
  high,
  spread: 'logarithmic',
});
const logWhole = (low: number, high: number): Values => ({
  kind: 'number',
  low,
  high,
  spread: 'logarithmic',
  whole: true,
});
const even = (low: number, high: number): Values => ({ kind: 'number', low, high, spread: 'even' });
const oneOf = (...values: Value[]): Values => ({ kind: 'choice', values });

const classWeight: Dimension = {
  parameter: 'classWeight',
  values: oneOf('none', 'balanced'),
  tasks: ['binary', 'multiclass'],
};

export const searchSpaces: Readonly<Record<string, SearchSpace>> = {
  'logistic-regression': [
    { parameter: 'l2', values: log(1e-3, 1e3) },
    { parameter: 'l1', values: oneOf(0, 0, 0.1, 1, 10) },
    classWeight,
  ],
  'linear-regression': [{ parameter: 'l2', values: log(1e-3, 1e4) }],
  'random-forest': [
    { parameter: 'sampling', values: oneOf('bootstrap', 'bootstrap', 'all') },
    // Over the same rows and all features every tree would be the same.
    {
      parameter: 'featureShare',
      values: oneOf(0, 0.2, 0.35, 0.5, 0.75, 1),
      when: { parameter: 'sampling', is: ['bootstrap'] },
    },
    {
      parameter: 'featureShare',
      values: oneOf(0, 0.2, 0.35, 0.5, 0.75),
      when: { parameter: 'sampling', is: ['all'] },
    },
    { parameter: 'minLeafRows', values: logWhole(1, 16) },
    classWeight,
  ],
  'extra-trees': [
    { parameter: 'featureShare', values: oneOf(0, 0.2, 0.35, 0.5, 0.75, 1) },
    { parameter: 'minLeafRows', values: logWhole(1, 16) },
    classWeight,
  ],
  'gradient-boosting': [
    { parameter: 'learningRate', values: log(0.02, 0.3) },
    { parameter: 'validationShare', values: oneOf(0, 0, 0.15) },
    // With rows that say when to stop, more iterations cost little.
    {
      parameter: 'iterations',
      values: logWhole(40, 400),
      when: { parameter: 'validationShare', is: [0] },
    },
    {
      parameter: 'iterations',
      values: logWhole(200, 600),
      when: { parameter: 'validationShare', is: [0.15] },
    },
    {
      parameter: 'patience',
      values: logWhole(5, 30),
      when: { parameter: 'validationShare', is: [0.15] },
    },
    { parameter: 'maxLeaves', values: logWhole(4, 64) },
    { parameter: 'minLeafRows', values: logWhole(4, 80) },
    { parameter: 'l2', values: log(1e-2, 1e2) },
    { parameter: 'rowShare', values: even(0.5, 1) },
    { parameter: 'columnShare', values: even(0.4, 1) },
  ],
  'naive-bayes': [
    { parameter: 'smoothing', values: log(1e-9, 1e-1) },
    { parameter: 'prior', values: log(0.1, 10) },
  ],
  'multilayer-perceptron': [
    { parameter: 'l2', values: log(1e-2, 1e2) },
    { parameter: 'units', values: logWhole(4, 64) },
    { parameter: 'learningRate', values: log(1e-3, 3e-2) },
    classWeight,
  ],
  'k-nearest-neighbours': [{ parameter: 'neighbours', values: logWhole(3, 60) }],
};

/** Draws a value for each parameter that the values drawn before leave in the space. */
export function sampleParameters(space: SearchSpace, task: TaskType, random: Random): Parameters {
  const drawn: Record<string, Value> = {};
  for (const { parameter, values, when, tasks } of space) {
    if (tasks && !tasks.includes(task)) continue;
    if (when && !when.is.some((value) => value === drawn[when.parameter])) continue;
    drawn[parameter] = sample(values, random);
  }
  return drawn;
}

function sample(values: Values, random: Random): Value {
  if (values.kind === 'choice') return values.values[random.integer(values.values.length)] ?? 0;
  const { low, high, spread, whole } = values;
  const part = random.next();
  const value =
    spread === 'even' ? low + part * (high - low) : low * Math.exp(part * Math.log(high / low));
  return whole ? Math.round(value) : Number(value.toPrecision(4));
}

import type { Parameters } from '../learners/learner.js';
import type { Random } from '../random/random.js';

/** Where the values of one parameter come from. */
export type Dimension =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      /** `logarithmic`: each factor between low and high is as likely as any other of its size. */
      readonly spread: 'even' | 'logarithmic';
      readonly whole?: true;
    }
  | { readonly kind: 'choice'; readonly values: readonly (string | number | boolean)[] };

/** The parameters of one algorithm that are worth searching. */
export type SearchSpace = Readonly<Record<string, Dimension>>;

const log = (low: number, high: number): Dimension => ({
  kind: 'number',
  low,
  high,
  spread: 'logarithmic',
});
const logWhole = (low: number, high: number): Dimension => ({
  kind: 'number',
  low,
  high,
  spread: 'logarithmic',
  whole: true,
});
const even = (low: number, high: number): Dimension => ({
  kind: 'number',
  low,
  high,
  spread: 'even',
});

export const searchSpaces: Readonly<Record<string, SearchSpace>> = {
  'logistic-regression': {
    l2: log(1e-3, 1e3),
    l1: { kind: 'choice', values: [0, 0, 0.1, 1, 10] },
    classWeight: { kind: 'choice', values: ['none', 'balanced'] },
  },
  'random-forest': {
    featureShare: { kind: 'choice', values: [0, 0.2, 0.35, 0.5, 0.75, 1] },
    minLeafRows: logWhole(1, 16),
    sampling: { kind: 'choice', values: ['bootstrap', 'bootstrap', 'all'] },
    classWeight: { kind: 'choice', values: ['none', 'balanced'] },
  },
  'gradient-boosting': {
    learningRate: log(0.02, 0.3),
    iterations: logWhole(40, 400),
    maxLeaves: logWhole(4, 64),
    minLeafRows: logWhole(4, 80),
    l2: log(1e-2, 1e2),
    rowShare: even(0.5, 1),
    columnShare: even(0.4, 1),
  },
  'naive-bayes': { smoothing: log(1e-9, 1e-1), prior: log(0.1, 10) },
  'k-nearest-neighbours': { neighbours: logWhole(3, 60) },
};

/** Draws a value for each parameter of the space, in the order of their names. */
export function sampleParameters(space: SearchSpace, random: Random): Parameters {
  return Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => [name, sample(dimension, random)]),
  );
}

function sample(dimension: Dimension, random: Random): string | number | boolean {
  if (dimension.kind === 'choice') {
    return dimension.values[random.integer(dimension.values.length)] ?? 0;
  }
  const { low, high, spread, whole } = dimension;
  const part = random.next();
  const value =
    spread === 'even' ? low + part * (high - low) : low * Math.exp(part * Math.log(high / low));
  return whole ? Math.round(value) : Number(value.toPrecision(4));
}

import { normedWasserstein } from '../statistics/wasserstein.js';
import { breaches, type DriftTest } from './drift-test.js';

const defaultThreshold = 0.1;

/** Numeric columns: how far the mass moved on average, in standard deviations of the reference. */
export const wassersteinTest: DriftTest = {
  name: 'wasserstein',
  title: 'Wasserstein distance',
  scoreKind: 'distance',
  appliesTo: ['numeric'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    if (reference.kind !== 'numeric' || current.kind !== 'numeric') {
      throw new TypeError('the Wasserstein distance compares numbers');
    }
    const score = normedWasserstein(reference.values, current.values);
    return { score, drifted: breaches('distance', score, threshold), effectSize: score };
  },
};

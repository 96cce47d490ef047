import { hellinger } from '../statistics/hellinger.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

const defaultThreshold = 0.1;

/** Hellinger distance over reference-fitted cells, in [0, 1]. */
export const hellingerTest: DriftTest = {
  name: 'hellinger',
  title: 'Hellinger distance',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = hellinger(shares.reference, shares.current);
    return { score, drifted: breaches('distance', score, threshold), effectSize: score };
  },
};

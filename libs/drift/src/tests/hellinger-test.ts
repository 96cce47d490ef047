import { hellinger } from '../statistics/hellinger.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

/** Hellinger distance over reference-fitted cells, in [0, 1]. */
export const hellingerTest: DriftTest = {
  name: 'hellinger',
  title: 'Hellinger distance',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold: 0.1,
  run(reference, current, threshold = this.defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = hellinger(shares.reference, shares.current);
    return { score, drifted: breaches(this.scoreKind, score, threshold), effectSize: score };
  },
};

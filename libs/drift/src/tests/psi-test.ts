import { populationStabilityIndex } from '../statistics/psi.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

/** Population stability index over reference-fitted cells. */
export const populationStabilityTest: DriftTest = {
  name: 'psi',
  title: 'Population stability index',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold: 0.1,
  run(reference, current, threshold = this.defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = populationStabilityIndex(shares.reference, shares.current);
    return { score, drifted: breaches(this.scoreKind, score, threshold), effectSize: score };
  },
};

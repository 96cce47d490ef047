import { populationStabilityIndex } from '../statistics/psi.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

const defaultThreshold = 0.1;

/** Population stability index over reference-fitted cells. */
export const populationStabilityTest: DriftTest = {
  name: 'psi',
  title: 'Population stability index',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = populationStabilityIndex(shares.reference, shares.current);
    return { score, drifted: breaches('distance', score, threshold), effectSize: score };
  },
};

import { jensenShannon } from '../statistics/jensen-shannon.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

const defaultThreshold = 0.1;

/** Distance of the distributions over reference-fitted cells, in [0, 0.8326]. */
export const jensenShannonTest: DriftTest = {
  name: 'jensenshannon',
  title: 'Jensen-Shannon distance',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = jensenShannon(shares.reference, shares.current);
    return { score, drifted: breaches('distance', score, threshold), effectSize: score };
  },
};

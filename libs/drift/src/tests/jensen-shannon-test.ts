import { jensenShannon } from '../statistics/jensen-shannon.js';
import { referenceFittedShares } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';

/** Distance of the distributions over reference-fitted cells, in [0, 0.8326]. */
export const jensenShannonTest: DriftTest = {
  name: 'jensenshannon',
  title: 'Jensen-Shannon distance',
  scoreKind: 'distance',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold: 0.1,
  run(reference, current, threshold = this.defaultThreshold) {
    const shares = referenceFittedShares(reference, current);
    const score = jensenShannon(shares.reference, shares.current);
    return { score, drifted: breaches(this.scoreKind, score, threshold), effectSize: score };
  },
};

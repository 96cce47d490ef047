import { kolmogorovSmirnov } from '../statistics/kolmogorov-smirnov.js';
import { breaches, type DriftTest } from './drift-test.js';

const defaultThreshold = 0.05;

/** Numeric columns: largest distance of the two empirical distribution functions, two-sided p-value. */
export const kolmogorovSmirnovTest: DriftTest = {
  name: 'ks',
  title: 'Kolmogorov-Smirnov',
  scoreKind: 'p_value',
  appliesTo: ['numeric'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    if (reference.kind !== 'numeric' || current.kind !== 'numeric') {
      throw new TypeError('the Kolmogorov-Smirnov test compares numbers');
    }
    const { statistic, pValue } = kolmogorovSmirnov(reference.values, current.values);
    const drifted = breaches('p_value', pValue, threshold);
    return { score: pValue, drifted, statistic, pValue, effectSize: statistic };
  },
};

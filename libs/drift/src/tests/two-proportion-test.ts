import { twoProportion } from '../statistics/two-proportion.js';
import { valueCells } from './cells.js';
import { chiSquareTest } from './chi-square-test.js';
import { breaches, type DriftTest } from './drift-test.js';
import { sizeOf } from './sample.js';

const defaultThreshold = 0.05;

/** Columns of two values: two-sided z test of their shares. More values than two are left to the χ² test. */
export const twoProportionTest: DriftTest = {
  name: 'z',
  title: 'Two-proportion z',
  scoreKind: 'p_value',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    const cells = valueCells(reference, current);
    if (cells.labels.length > 2) {
      return chiSquareTest.run(reference, current, threshold);
    }
    const { statistic, pValue, difference } = twoProportion(
      { hits: cells.reference[0] ?? 0, rows: sizeOf(reference) },
      { hits: cells.current[0] ?? 0, rows: sizeOf(current) },
    );
    return {
      score: pValue,
      drifted: breaches('p_value', pValue, threshold),
      statistic,
      pValue,
      effectSize: Math.abs(difference),
    };
  },
};

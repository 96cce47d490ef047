import { chiSquareHomogeneity } from '../statistics/chi-square.js';
import { cramersV } from '../statistics/cramers-v.js';
import { poolRareCells, valueCells } from './cells.js';
import { breaches, type DriftTest } from './drift-test.js';
import { sizeOf } from './sample.js';

/** Values rarer than this share of all rows are compared together. */
const rareShare = 0.01;

const defaultThreshold = 0.05;

/** Columns of few values: χ² test of homogeneity, rare and unseen values pooled. */
export const chiSquareTest: DriftTest = {
  name: 'chisquare',
  title: 'χ² of homogeneity',
  scoreKind: 'p_value',
  appliesTo: ['numeric', 'categorical'],
  defaultThreshold,
  run(reference, current, threshold = defaultThreshold) {
    const cells = poolRareCells(valueCells(reference, current), rareShare);
    const { statistic, pValue } = chiSquareHomogeneity(cells.reference, cells.current);
    const rows = sizeOf(reference) + sizeOf(current);
    return {
      score: pValue,
      drifted: breaches('p_value', pValue, threshold),
      statistic,
      pValue,
      effectSize: cramersV(statistic, rows, cells.labels.length),
    };
  },
};

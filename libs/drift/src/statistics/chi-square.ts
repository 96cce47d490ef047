import { chiSquareSurvival } from './chi-square-distribution.js';

export interface ChiSquare {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

const nothingToCompare: ChiSquare = { statistic: 0, degreesOfFreedom: 0, pValue: 1 };

/**
 * Pearson's χ² test of homogeneity on the 2 × k table of counts over the same cells. Cells empty on both sides do not
 * count; with fewer than two cells left, or an empty side, nothing can differ: statistic 0, p 1.
 */
export function chiSquareHomogeneity(
  reference: readonly number[],
  current: readonly number[],
): ChiSquare {
  const n1 = reference.reduce((sum, count) => sum + count, 0);
  const n2 = current.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  let cells = 0;
  reference.forEach((count, index) => {
    const other = current[index] ?? 0;
    const total = count + other;
    if (total > 0) {
      cells++;
      const expected = (total * n1) / (n1 + n2);
      const expectedOther = (total * n2) / (n1 + n2);
      statistic +=
        (count - expected) ** 2 / expected + (other - expectedOther) ** 2 / expectedOther;
    }
  });
  if (cells < 2 || n1 === 0 || n2 === 0) {
    return nothingToCompare;
  }
  const degreesOfFreedom = cells - 1;
  return { statistic, degreesOfFreedom, pValue: chiSquareSurvival(statistic, degreesOfFreedom) };
}

/**
 * Pearson's goodness of fit of `current` to the shares of `reference`, which is taken as the exact truth: a cell never
 * seen in the reference gives an infinite statistic and p 0. Kept for comparison with tools that test this way.
 */
export function chiSquareGoodnessOfFit(
  reference: readonly number[],
  current: readonly number[],
): ChiSquare {
  const n1 = reference.reduce((sum, count) => sum + count, 0);
  const n2 = current.reduce((sum, count) => sum + count, 0);
  if (reference.length < 2 || n1 === 0 || n2 === 0) {
    return nothingToCompare;
  }
  const statistic = reference.reduce((sum, count, index) => {
    const observed = current[index] ?? 0;
    const expected = (count * n2) / n1;
    return expected === 0 && observed === 0 ? sum : sum + (observed - expected) ** 2 / expected;
  }, 0);
  const degreesOfFreedom = reference.length - 1;
  return { statistic, degreesOfFreedom, pValue: chiSquareSurvival(statistic, degreesOfFreedom) };
}

import { chiSquareTest } from './chi-square-test.js';
import type { DriftTest } from './drift-test.js';
import { hellingerTest } from './hellinger-test.js';
import { jensenShannonTest } from './jensen-shannon-test.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov-test.js';
import { populationStabilityTest } from './psi-test.js';
import { twoProportionTest } from './two-proportion-test.js';
import { wassersteinTest } from './wasserstein-test.js';

/** Every drift test there is; a new one is its file and its line here. */
export const driftTests: readonly DriftTest[] = [
  kolmogorovSmirnovTest,
  wassersteinTest,
  jensenShannonTest,
  populationStabilityTest,
  hellingerTest,
  chiSquareTest,
  twoProportionTest,
];

/** The test of that name; undefined when there is none. */
export function driftTestNamed(name: string): DriftTest | undefined {
  return driftTests.find((test) => test.name === name);
}

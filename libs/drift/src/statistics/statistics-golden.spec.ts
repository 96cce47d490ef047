import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.js';
import { sharesOf } from './binning.js';
import { chiSquareSurvival } from './chi-square-distribution.js';
import { chiSquareHomogeneity } from './chi-square.js';
import { logGamma } from './gamma-function.js';
import { hellinger } from './hellinger.js';
import { jensenShannon } from './jensen-shannon.js';
import { kolmogorovSurvival } from './kolmogorov-distribution.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { erfc } from './normal-distribution.js';
import { sequence } from './sequence.fixture.js';
import { smirnovTail } from './smirnov-tail.js';
import { populationDeviation, wasserstein } from './wasserstein.js';

type Generator = [number, number, number];
interface Golden {
  twoSample: {
    reference: Generator;
    current: Generator;
    scale: number;
    shift: number;
    ksStatistic: number;
    ksPValue: number;
    wasserstein: number;
    deviation: number;
  }[];
  kolmogorov: { n: number; d: number; survival: number }[];
  smirnov: { n: number; d: number; tail: number }[];
  contingency: {
    reference: number[];
    current: number[];
    statistic: number;
    pValue: number;
    degreesOfFreedom: number;
    jensenShannon: number;
    hellinger: number;
  }[];
  logGamma: { x: number; value: number }[];
  erfc: { x: number; value: number }[];
  chiSquare: { statistic: number; degreesOfFreedom: number; survival: number }[];
  benjaminiHochberg: { pValues: number[]; adjusted: number[] }[];
}

// Computed by SciPy: tools/golden/drift-statistics.py.
const golden = JSON.parse(
  readFileSync(new URL('./golden/statistics.json', import.meta.url), 'utf8'),
) as Golden;

function expectRelative(actual: number, wanted: number, tolerance: number): void {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(
    tolerance * Math.max(Math.abs(wanted), 1e-300),
  );
}

describe('statistics against SciPy', () => {
  it.each(golden.twoSample)('two samples $reference and $current', (row) => {
    const reference = sequence(...row.reference);
    const current = sequence(...row.current, (value) => value * row.scale + row.shift);
    const ks = kolmogorovSmirnov(reference, current);
    expectRelative(ks.statistic, row.ksStatistic, 1e-12);
    expectRelative(ks.pValue, row.ksPValue, 1e-9);
    expectRelative(wasserstein(reference, current), row.wasserstein, 1e-12);
    expectRelative(populationDeviation(reference), row.deviation, 1e-12);
  });

  it.each(golden.kolmogorov)('Kolmogorov survival n $n, d $d', ({ n, d, survival }) => {
    // Near 1 and in the middle absolute digits count, in the tail relative ones.
    const actual = kolmogorovSurvival(n, d);
    expect(Math.abs(actual - survival)).toBeLessThanOrEqual(1e-7);
    expectRelative(actual, survival, 1e-5);
  });

  it.each(golden.smirnov)('one-sided tail n $n, d $d', ({ n, d, tail }) => {
    expectRelative(smirnovTail(n, d), tail, 1e-9);
  });

  it.each(golden.contingency)('table of $reference and $current', (row) => {
    const test = chiSquareHomogeneity(row.reference, row.current);
    expectRelative(test.statistic, row.statistic, 1e-12);
    expectRelative(test.pValue, row.pValue, 1e-10);
    expect(test.degreesOfFreedom).toBe(row.degreesOfFreedom);
    const [p, q] = [sharesOf(row.reference), sharesOf(row.current)];
    expectRelative(jensenShannon(p, q), row.jensenShannon, 1e-12);
    expectRelative(hellinger(p, q), row.hellinger, 1e-12);
  });

  it.each(golden.logGamma)('ln Γ($x)', ({ x, value }) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThanOrEqual(3e-14 * Math.max(1, Math.abs(value)));
  });

  it.each(golden.erfc)('erfc($x)', ({ x, value }) => {
    expectRelative(erfc(x), value, 1e-12);
  });

  it.each(golden.chiSquare)(
    'χ² survival of $statistic with $degreesOfFreedom degrees of freedom',
    ({ statistic, degreesOfFreedom, survival }) => {
      expectRelative(chiSquareSurvival(statistic, degreesOfFreedom), survival, 1e-10);
    },
  );

  it.each(golden.benjaminiHochberg)('adjusted $pValues', ({ pValues, adjusted }) => {
    benjaminiHochberg(pValues).forEach((value, index) => {
      expectRelative(value, adjusted[index] as number, 1e-14);
    });
  });
});

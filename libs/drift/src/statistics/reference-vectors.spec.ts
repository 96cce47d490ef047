import { describe, expect, it } from 'vitest';
import { binCounts, sharesOf, sturgesEdges } from './binning.js';
import { chiSquareGoodnessOfFit, chiSquareHomogeneity } from './chi-square.js';
import { hellinger } from './hellinger.js';
import { jensenShannon } from './jensen-shannon.js';
import { kolmogorovSurvival } from './kolmogorov-distribution.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { kullbackLeibler } from './kullback-leibler.js';
import { newCategoryShare } from './new-category-share.js';
import { populationStabilityIndex } from './psi.js';
import { sequence } from './sequence.fixture.js';
import { twoProportion } from './two-proportion.js';
import { normedWasserstein } from './wasserstein.js';

const a = sequence(200, 7919, 1);
const b = sequence(150, 1049, 77, (value) => value * 1.15 + 0.02);
const b2 = sequence(200, 1049, 77, (value) => value * 1.15 + 0.02);
const l = sequence(3000, 7919, 1);
const m = sequence(2500, 1049, 77, (value) => value ** 1.3);
const hundred = (values: Float64Array): Float64Array =>
  values.map((value) => Math.floor(value * 100));
const i100 = hundred(sequence(2000, 7919, 1));
const j100 = hundred(sequence(1500, 1049, 77, (value) => value ** 1.3));

/** Shares of both sides over Sturges' edges of both together. */
function sharedShares(left: Float64Array, right: Float64Array, integers = false) {
  const pooled = [...left, ...right].sort((x, y) => x - y);
  const edges = sturgesEdges(pooled[0]!, pooled.at(-1)!, pooled.length, integers);
  return [sharesOf(binCounts(left, edges)), sharesOf(binCounts(right, edges))] as const;
}

describe('published reference vectors', () => {
  it.each([
    ['A, B', a, b, 0.15, 0.03855214825130296, 0.3040775219500065],
    ['A, B2', a, b2, 0.155, 0.016258459276759563, 0.3266326837879909],
    ['L, M', l, m, 1451 / 15000, 1.4897451753650347e-11, 0.22478636513146144],
  ])('Kolmogorov-Smirnov and Wasserstein of %s', (_, left, right, d, p, distance) => {
    const ks = kolmogorovSmirnov(left, right);
    expect(ks.statistic).toBeCloseTo(d, 14);
    expect(ks.pValue / p).toBeCloseTo(1, 10);
    expect(normedWasserstein(left, right)).toBeCloseTo(distance, 13);
  });

  it.each([
    ['A, B', a, b, false, 0.19799810966592246, 0.7265914192117594, 0.11768363073079001],
    ['A, B2', a, b2, false, 0.20022416944526522, 0.7337791517825812, 0.12131491716481449],
    ['L, M', l, m, false, 0.08694247977286107, 0.06105033230536097, 0.028909875379709724],
    ['integers', i100, j100, true, 0.08674697747901187, 0.0607406988878453, 0.028837033172293303],
  ])('distances over shared bins of %s', (_, left, right, integers, js, psi, kl) => {
    const [p, q] = sharedShares(left, right, integers);
    expect(jensenShannon(p, q)).toBeCloseTo(js, 13);
    expect(populationStabilityIndex(p, q)).toBeCloseTo(psi, 13);
    expect(kullbackLeibler(p, q)).toBeCloseTo(kl, 13);
  });

  it('an outlier in the current sample', () => {
    const [p, q] = sharedShares(a, Float64Array.of(...b, 5));
    expect(jensenShannon(p, q)).toBeCloseTo(0.2365073307789375, 13);
    expect(populationStabilityIndex(p, q)).toBeCloseTo(1.1130806351142908, 13);
  });

  it('categories', () => {
    const reference = [99, 42, 31, 28];
    const current = [60, 36, 28, 26];
    const [p, q] = [sharesOf(reference), sharesOf(current)];
    expect(jensenShannon(p, q)).toBeCloseTo(0.06818412302278322, 14);
    expect(populationStabilityIndex(p, q)).toBeCloseTo(0.03725574756526314, 14);
    expect(kullbackLeibler(p, q)).toBeCloseTo(0.018724771548187587, 14);
    expect(hellinger(p, q)).toBeCloseTo(0.06821302904536475, 14);
    const fit = chiSquareGoodnessOfFit(reference, current);
    expect(fit.statistic).toBeCloseTo(5.5386119257087, 12);
    expect(fit.pValue).toBeCloseTo(0.13634734996133235, 13);
    const homogeneity = chiSquareHomogeneity(reference, current);
    expect(homogeneity.statistic).toBeCloseTo(3.1761549911000913, 13);
    expect(homogeneity.pValue).toBeCloseTo(0.3652548000533879, 13);
    expect(homogeneity.degreesOfFreedom).toBe(3);
  });

  it('two proportions', () => {
    const test = twoProportion({ hits: 142, rows: 200 }, { hits: 82, rows: 150 });
    expect(test.pValue).toBeCloseTo(0.0016306935553727087, 15);
  });

  it('a new category is certain drift for goodness of fit, and weighed by homogeneity', () => {
    expect(chiSquareGoodnessOfFit([300, 200, 0], [299, 200, 1]).pValue).toBe(0);
    expect(chiSquareHomogeneity([300, 200, 0], [299, 200, 1]).pValue).toBeCloseTo(
      0.606024584932066,
      12,
    );
    expect(chiSquareHomogeneity([20, 10, 0], [20, 5, 5]).pValue).toBeCloseTo(
      0.035673993347252395,
      13,
    );
    const fresh = newCategoryShare(new Map([['a', 20]]), new Map([['a', 15], ['b', 5]])); // prettier-ignore
    expect(fresh).toEqual({ share: 0.25, categories: ['b'] });
  });

  it('one category on both sides is no difference', () => {
    expect(chiSquareHomogeneity([30], [30])).toEqual({
      statistic: 0,
      degreesOfFreedom: 0,
      pValue: 1,
    });
  });

  it.each([
    [0.5, 5, 0.112],
    [0.3, 20, 0.04306706665851623],
    [0.15, 86, 0.03736987116715414],
    [0.05, 1000, 0.013012074781090332],
    [0.02, 5739, 0.02000810268540017],
    [0.01, 5739, 0.6107803904431183],
    [0.4, 100, 5.947617451361663e-15],
  ])('finite-n Kolmogorov survival at %d for n %i', (d, n, wanted) => {
    expect(kolmogorovSurvival(n, d) / wanted).toBeCloseTo(1, 6);
  });

  it('large samples take the asymptotic p-value', () => {
    const u = sequence(12_000, 7919, 1);
    const v = (factor: number) => sequence(11_000, 1049, 77, (value) => value * 1.01 * factor);
    expect(kolmogorovSmirnov(u, v(1)).pValue).toBeCloseTo(0.5820289286094541, 9);
    expect(kolmogorovSmirnov(u, v(1.02)).pValue / 8.36516665455933e-5).toBeCloseTo(1, 8);
  });

  it('id-like integers keep a tiny exact p-value', () => {
    const left = Float64Array.from({ length: 500 }, (_, i) => i);
    const right = left.map((value) => value + 500);
    expect(kolmogorovSmirnov(left, right).pValue / 7.399507995628047e-300).toBeCloseTo(1, 9);
  });

  it('a constant reference is measured by the pooled range', () => {
    const constant = new Float64Array(30).fill(5);
    const oneOff = Float64Array.from({ length: 30 }, (_, i) => (i === 29 ? 6 : 5));
    expect(normedWasserstein(constant, oneOff)).toBeCloseTo(1 / 30, 14);
    expect(normedWasserstein(constant, new Float64Array(30).fill(6))).toBe(1);
    expect(normedWasserstein(constant, constant)).toBe(0);
  });
});

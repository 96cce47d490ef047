import { kolmogorovSurvival } from './kolmogorov-distribution.js';

/** Up to this many values on the larger side the p-value is exact. */
const exactLimit = 10_000;

export interface KolmogorovSmirnov {
  /** Largest distance of the two empirical distribution functions, in [0, 1]. */
  readonly statistic: number;
  readonly pValue: number;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** sup |F − G| of two ascending samples, ties advanced together, as a whole number of steps of 1/(n1·n2). */
function largestGap(reference: Float64Array, current: Float64Array): number {
  const n1 = reference.length;
  const n2 = current.length;
  let i = 0;
  let j = 0;
  let gap = 0;
  while (i < n1 && j < n2) {
    const value = Math.min(reference[i] as number, current[j] as number);
    while (i < n1 && (reference[i] as number) === value) {
      i++;
    }
    while (j < n2 && (current[j] as number) === value) {
      j++;
    }
    gap = Math.max(gap, Math.abs(i * n2 - j * n1));
  }
  return gap;
}

function exactEqualSizes(n: number, h: number): number {
  let tail = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let factor = 1;
    for (let j = 0; j < h; j++) {
      factor *= (n - k * h - j) / (n + k * h + j + 1);
    }
    tail = factor * (1 - tail);
  }
  return 2 * tail;
}

/** Share of lattice paths that leave the band of half-width h, after Viehmann (2021). */
function exactUnequalSizes(larger: number, smaller: number, divisor: number, h: number): number {
  const mg = larger / divisor;
  const ng = smaller / divisor;
  const outside = new Float64Array(smaller + 1).fill(1);
  let low = 0;
  let high = Math.min(Math.ceil(h / mg), smaller + 1);
  outside.fill(0, low, high);
  for (let i = 1; i <= larger; i++) {
    const previousLow = low;
    const previousHigh = high;
    low = Math.min(Math.max(Math.floor((ng * i - h) / mg) + 1, 0), smaller);
    high = Math.min(Math.ceil((ng * i + h) / mg), smaller + 1);
    if (high <= low) {
      return 1;
    }
    let value = low === 0 ? 0 : 1;
    for (let j = low; j < high; j++) {
      value = ((outside[j] as number) * i + value * j) / (i + j);
      outside[j] = value;
    }
    outside.fill(1, previousLow, Math.min(low, previousHigh));
    outside.fill(1, Math.max(high, previousLow), Math.max(high, previousHigh));
  }
  return outside[high - 1] as number;
}

function exactPValue(n1: number, n2: number, gap: number): number {
  const divisor = greatestCommonDivisor(n1, n2);
  // The gap counts steps of 1/(n1·n2); the lattice counts steps of 1/lcm(n1, n2).
  const h = Math.round(gap / divisor);
  if (h === 0) {
    return 1;
  }
  return n1 === n2
    ? exactEqualSizes(n1, h)
    : exactUnequalSizes(Math.max(n1, n2), Math.min(n1, n2), divisor, h);
}

/**
 * Two-sample, two-sided Kolmogorov-Smirnov test of two non-empty ascending samples. The p-value is exact up to 10,000
 * values on the larger side; beyond, that of the one-sample statistic with the effective number of values.
 */
export function kolmogorovSmirnov(
  reference: Float64Array,
  current: Float64Array,
): KolmogorovSmirnov {
  const n1 = reference.length;
  const n2 = current.length;
  if (n1 === 0 || n2 === 0) {
    return { statistic: 0, pValue: 1 };
  }
  const gap = largestGap(reference, current);
  const statistic = gap / (n1 * n2);
  if (Math.max(n1, n2) <= exactLimit) {
    const exact = exactPValue(n1, n2, gap);
    if (exact >= 0 && exact <= 1) {
      return { statistic, pValue: exact };
    }
  }
  const effective = Math.max(1, Math.round((n1 * n2) / (n1 + n2)));
  return { statistic, pValue: kolmogorovSurvival(effective, statistic) };
}

import { createRandom, type Random } from '../random/random.js';
import { quantileOf } from './quantile.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Figures of rows that each count as often as their weight says; those that are undefined are absent. */
export type WeightedFigures = (
  weights: Uint32Array,
) => Readonly<Record<string, number | undefined>>;

export interface BootstrapOptions {
  /** Row numbers from 0, in groups of which each is drawn from by itself: classes, or one group of all. */
  readonly strata: readonly Uint32Array[];
  readonly resamples: number;
  readonly seed: number;
  /** From 0 to 1, such as 0.95. */
  readonly confidence: number;
}

/**
 * Percentile intervals (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13): rows are drawn
 * with replacement, as many as there are, again and again, and the figures' middle share is the interval. A resample
 * is a count of each row, so that nothing is copied or sorted again; the same seed gives the same intervals.
 */
export function bootstrapIntervals(
  figures: WeightedFigures,
  { strata, resamples, seed, confidence }: BootstrapOptions,
): Record<string, Interval> {
  const random = createRandom(seed);
  const weights = new Uint32Array(strata.reduce((sum, { length }) => sum + length, 0));
  const values = new Map<string, number[]>();
  for (let resample = 0; resample < resamples; resample++) {
    draw(weights, strata, random);
    for (const [name, value] of Object.entries(figures(weights))) {
      if (value === undefined) continue;
      const own = values.get(name);
      if (own) own.push(value);
      else values.set(name, [value]);
    }
  }
  const tail = (1 - confidence) / 2;
  return Object.fromEntries(
    [...values].map(([name, found]) => {
      const sorted = Float64Array.from(found).sort();
      return [name, { low: quantileOf(sorted, tail), high: quantileOf(sorted, 1 - tail) }];
    }),
  );
}

function draw(weights: Uint32Array, strata: readonly Uint32Array[], random: Random): void {
  weights.fill(0);
  for (const rows of strata) {
    const { length } = rows;
    for (let turn = 0; turn < length; turn++) {
      const row = rows[random.integer(length)] ?? 0;
      weights[row] = (weights[row] ?? 0) + 1;
    }
  }
}

export interface NumericProfile {
  readonly missing: number;
  /** Different finite values. */
  readonly distinct: number;
  readonly infinite: number;
  /** Of the finite values, as all figures below; absent when there are none. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Of a sample, with n - 1; absent for a single value. */
  readonly standardDeviation?: number;
  /** At 5, 25, 50, 75 and 95 %, interpolated between neighbours (type 7 of Hyndman and Fan 1996). */
  readonly quantiles?: Readonly<Record<'5' | '25' | '50' | '75' | '95', number>>;
  /** Bins of one width from `min` to `max`; `edges` has one entry more than `counts`. */
  readonly histogram?: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

const bins = 20;

export function profileNumbers(values: Float64Array): NumericProfile {
  let missing = 0;
  let infinite = 0;
  const finite = values.filter((value) => {
    if (Number.isNaN(value)) missing++;
    else if (!Number.isFinite(value)) infinite++;
    return Number.isFinite(value);
  });
  if (finite.length === 0) return { missing, distinct: 0, infinite };
  finite.sort();
  const distinct = countDistinct(finite);
  const at = (index: number) => finite[index] ?? Number.NaN;
  // A zero is one value, whatever its sign.
  const min = at(0) + 0;
  const max = at(finite.length - 1) + 0;
  const { mean, deviation } = moments(finite);
  const quantile = (share: number) => {
    const place = share * (finite.length - 1);
    const below = Math.floor(place);
    const low = at(below);
    return low + (place - below) * (at(Math.min(below + 1, finite.length - 1)) - low);
  };
  return {
    missing,
    distinct,
    infinite,
    min,
    max,
    ...(Number.isFinite(mean) && { mean }),
    ...(Number.isFinite(deviation) && { standardDeviation: deviation }),
    quantiles: {
      5: quantile(0.05),
      25: quantile(0.25),
      50: quantile(0.5),
      75: quantile(0.75),
      95: quantile(0.95),
    },
    ...(Number.isFinite(max - min) && { histogram: histogramOf(finite, min, max, distinct) }),
  };
}

function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  let last: number | undefined;
  for (const value of sorted) {
    if (value !== last) distinct++;
    last = value;
  }
  return distinct;
}

/** Welford 1962, "Note on a method for calculating corrected sums of squares and products". */
function moments(values: Float64Array): { mean: number; deviation: number } {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN };
}

function histogramOf(
  sorted: Float64Array,
  min: number,
  max: number,
  distinct: number,
): { edges: number[]; counts: number[] } {
  const count = distinct === 1 ? 1 : Math.min(bins, distinct);
  const width = (max - min) / count;
  const counts = new Array<number>(count).fill(0);
  for (const value of sorted) {
    const bin = width === 0 ? 0 : Math.min(count - 1, Math.floor((value - min) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: count + 1 }, (_, i) => (i === count ? max : min + i * width));
  return { edges, counts };
}

import type { Column } from '@millrace/frame';

/** What is left of a numeric column: finite values, ascending. */
export interface NumericSample {
  readonly kind: 'numeric';
  readonly integers: boolean;
  readonly values: Float64Array;
  /** Rows of the column, and how many of them held no finite value. */
  readonly rows: number;
  readonly missing: number;
}

/** What is left of a categorical column: a count of each category that occurs. */
export interface CategoricalSample {
  readonly kind: 'categorical';
  readonly counts: ReadonlyMap<string, number>;
  /** Rows with a category. */
  readonly size: number;
  readonly rows: number;
  readonly missing: number;
}

export type Sample = NumericSample | CategoricalSample;

/** Larger magnitudes count as this one: order is kept, and sums of squares stay finite. */
const largestMagnitude = 1e140;

function numericSample(values: Float64Array, integers: boolean): NumericSample {
  const finite = new Float64Array(values.length);
  let size = 0;
  for (const value of values) {
    if (Number.isFinite(value)) {
      // Adding 0 turns −0 into 0, which sorting and text forms would tell apart.
      finite[size++] = Math.min(largestMagnitude, Math.max(-largestMagnitude, value)) + 0;
    }
  }
  const kept = finite.subarray(0, size).sort();
  return {
    kind: 'numeric',
    integers,
    values: kept,
    rows: values.length,
    missing: values.length - kept.length,
  };
}

/** A column cleaned for comparison; infinities count as missing, always. */
export function sampleOf(column: Column): Sample {
  if (column.kind === 'numeric') {
    return numericSample(column.values, column.type === 'integer');
  }
  const perCode = new Array<number>(column.categories.length).fill(0);
  let size = 0;
  for (const code of column.codes) {
    if (code >= 0 && code < perCode.length) {
      perCode[code] = (perCode[code] as number) + 1;
      size++;
    }
  }
  const counts = new Map<string, number>();
  column.categories.forEach((category, code) => {
    const count = perCode[code] as number;
    if (count > 0) {
      counts.set(category, (counts.get(category) ?? 0) + count);
    }
  });
  const rows = column.codes.length;
  return { kind: 'categorical', counts, size, rows, missing: rows - size };
}

/** Values that are not missing. */
export function sizeOf(sample: Sample): number {
  return sample.kind === 'numeric' ? sample.values.length : sample.size;
}

/** How often each value occurs; numbers by their shortest decimal form. */
export function countsOf(sample: Sample): ReadonlyMap<string, number> {
  if (sample.kind === 'categorical') {
    return sample.counts;
  }
  const counts = new Map<string, number>();
  for (const value of sample.values) {
    const key = String(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Distinct values of an ascending array, counted up to `limit`. */
function distinctUpTo(values: Float64Array, limit: number, seen: Set<number>): void {
  let previous = Number.NaN;
  for (const value of values) {
    if (value !== previous) {
      seen.add(value);
      previous = value;
      if (seen.size >= limit) {
        return;
      }
    }
  }
}

/** Distinct values of both samples together, counted no further than `limit`. */
export function distinctValues(reference: Sample, current: Sample, limit: number): number {
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const seen = new Set<number>();
    distinctUpTo(reference.values, limit, seen);
    distinctUpTo(current.values, limit, seen);
    return Math.min(limit, seen.size);
  }
  const keys = new Set([...countsOf(reference).keys(), ...countsOf(current).keys()]);
  return Math.min(limit, keys.size);
}

import type { FeatureTable } from '../features/feature-table.js';

/** Of each column of a table: what its values are like, gaps filled with the median. */
export interface ColumnMoments {
  /** Rows that have a value. */
  readonly counts: Float64Array;
  /** Where a value is missing, the median of the others; 0 where none is, or all are. */
  readonly medians: Float64Array;
  readonly means: Float64Array;
  /** Standard deviations of all rows; of a column of one value, its magnitude. */
  readonly scales: Float64Array;
}

/** Passes go along the rows, all columns at once: memory is read forwards. */
export function momentsOf(table: FeatureTable): ColumnMoments {
  const { rows, columns, values } = table;
  const counts = new Float64Array(columns);
  const lowest = new Float64Array(columns).fill(Infinity);
  const highest = new Float64Array(columns).fill(-Infinity);
  measure(values, counts, lowest, highest);
  const largest = lowest.map((low, column) =>
    counts[column] === 0 ? 0 : Math.max(Math.abs(low), Math.abs(highest[column] ?? 0)),
  );
  const medians = Float64Array.from(counts, (count, column) =>
    count > 0 && count < rows ? medianOf(values, column, columns, count) : 0,
  );
  // Moments in parts of about the largest magnitude, so that no square overflows; a power of two, so that none is rounded.
  const parts = largest.map((magnitude) =>
    magnitude > 0 ? 2 ** -Math.max(-1022, Math.min(Math.floor(Math.log2(magnitude)), 1022)) : 1,
  );
  const filled = medians.map((median, column) => median * (parts[column] ?? 1));
  const gaps = counts.map((count) => rows - count);
  const means = new Float64Array(columns);
  addParts(values, parts, means);
  const squares = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const ofGaps = (filled[column] ?? 0) * (gaps[column] ?? 0);
    means[column] = ((means[column] ?? 0) + ofGaps) / rows;
    squares[column] = (gaps[column] ?? 0) * ((filled[column] ?? 0) - (means[column] ?? 0)) ** 2;
  }
  addSquares(values, parts, means, squares);
  const constant = (column: number) => !((lowest[column] ?? 0) < (highest[column] ?? 0));
  return {
    counts,
    medians,
    // Of equal values rounding would make unequal ones.
    means: means.map((mean, column) =>
      constant(column)
        ? counts[column] === 0
          ? 0
          : (lowest[column] ?? 0)
        : mean / (parts[column] ?? 1),
    ),
    scales: squares.map((sum, column) => {
      const scale = constant(column) ? 0 : Math.sqrt(sum / rows) / (parts[column] ?? 1);
      return scale > 0 && Number.isFinite(scale) ? scale : (largest[column] ?? 0) || 1;
    }),
  };
}

function measure(
  values: Float64Array,
  counts: Float64Array,
  lowest: Float64Array,
  highest: Float64Array,
): void {
  const columns = counts.length;
  for (let from = 0; from < values.length; from += columns) {
    for (let column = 0; column < columns; column++) {
      const value = values[from + column] ?? 0;
      if (value !== value) continue;
      counts[column] = (counts[column] ?? 0) + 1;
      if (value < (lowest[column] ?? 0)) lowest[column] = value;
      if (value > (highest[column] ?? 0)) highest[column] = value;
    }
  }
}

function addParts(values: Float64Array, parts: Float64Array, sums: Float64Array): void {
  const columns = parts.length;
  for (let from = 0; from < values.length; from += columns) {
    for (let column = 0; column < columns; column++) {
      const value = values[from + column] ?? 0;
      if (value === value) sums[column] = (sums[column] ?? 0) + value * (parts[column] ?? 1);
    }
  }
}

function addSquares(
  values: Float64Array,
  parts: Float64Array,
  means: Float64Array,
  squares: Float64Array,
): void {
  const columns = parts.length;
  for (let from = 0; from < values.length; from += columns) {
    for (let column = 0; column < columns; column++) {
      const value = values[from + column] ?? 0;
      if (value !== value) continue;
      const off = value * (parts[column] ?? 1) - (means[column] ?? 0);
      squares[column] = (squares[column] ?? 0) + off * off;
    }
  }
}

function medianOf(values: Float64Array, offset: number, columns: number, count: number): number {
  const known = new Float64Array(count);
  let next = 0;
  for (let at = offset; at < values.length; at += columns) {
    const value = values[at] ?? 0;
    if (!Number.isNaN(value)) known[next++] = value;
  }
  known.sort();
  const middle = (count - 1) / 2;
  return ((known[Math.floor(middle)] ?? 0) + (known[Math.ceil(middle)] ?? 0)) / 2;
}

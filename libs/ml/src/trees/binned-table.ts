import type { Feature, FeatureTable } from '../features/feature-table.js';

/** The bin of missing values, in every feature. */
export const missingBin = 255;
/** Bins that values fall into: 0 … 254. */
export const valueBins = 255;

/** A feature table in which each value is one byte. All arrays lie in shared memory. */
export interface BinnedTable {
  readonly rows: number;
  readonly columns: number;
  /** columns x rows: the bin of each value; a category's bin is its index. */
  readonly bins: Uint8Array;
  /** columns x 255: of a number's bin, the largest value that belongs to it. */
  readonly bounds: Float64Array;
  /** Bins in use of each feature, the one for missing values apart. */
  readonly counts: Int32Array;
  /** 1 for categories, 0 for numbers. */
  readonly categorical: Uint8Array;
}

/** One more than there are between bins: the last one has none but the largest number. */
const boundsPerFeature = valueBins;
/** Rows whose values say where bins begin and end. */
const sampledRows = 20_000;
const cellCount = 1024;

/**
 * Sorts values into at most 255 bins a feature: one for each distinct value while there are no more, else bins of about
 * the same number of rows. Bounds lie halfway between neighbouring values.
 * @param order the columns, in the order that they are to have in the binned table
 * @param memory receives the bins; shared, rows x columns
 */
export function binFeatures(
  features: readonly Feature[],
  table: FeatureTable,
  order: Int32Array,
  memory: Uint8Array = new Uint8Array(new SharedArrayBuffer(table.rows * table.columns)),
): BinnedTable {
  const { rows, columns, values } = table;
  const binned: BinnedTable = {
    rows,
    columns,
    bins: memory,
    // Rows with a value all go left of those without one where a split comes after the last bin.
    bounds: new Float64Array(new SharedArrayBuffer(columns * boundsPerFeature * 8)).fill(
      Number.MAX_VALUE,
    ),
    counts: new Int32Array(new SharedArrayBuffer(columns * 4)),
    categorical: new Uint8Array(new SharedArrayBuffer(columns)),
  };
  order.forEach((column, place) => {
    const feature = features[column];
    const bins = binned.bins.subarray(place * rows, (place + 1) * rows);
    if (feature?.kind === 'categorical') {
      binned.categorical[place] = 1;
      binned.counts[place] = feature.categories.length;
      binCategories(values, column, columns, bins);
      return;
    }
    const bounds = boundsOf(values, column, columns, rows);
    binned.counts[place] = bounds.length + 1;
    binned.bounds.set(bounds, place * boundsPerFeature);
    binNumbers(values, { column, columns, bins, bounds });
  });
  return binned;
}

/** The number at or below which rows go left when they split after this bin. */
export function boundAfter({ bounds }: BinnedTable, column: number, bin: number): number {
  return bounds[column * boundsPerFeature + bin] ?? Number.NaN;
}

function binCategories(
  values: Float64Array,
  column: number,
  columns: number,
  bins: Uint8Array,
): void {
  for (let row = 0, at = column; row < bins.length; row++, at += columns) {
    const index = values[at] ?? 0;
    bins[row] = Number.isNaN(index) ? missingBin : index;
  }
}

function boundsOf(
  values: Float64Array,
  column: number,
  columns: number,
  rows: number,
): Float64Array {
  const step = Math.max(1, rows / sampledRows);
  const taken = Math.ceil(rows / step);
  const sample = new Float64Array(taken);
  let count = 0;
  for (let index = 0; index < taken; index++) {
    const value = values[Math.floor(index * step) * columns + column] ?? Number.NaN;
    if (!Number.isNaN(value)) sample[count++] = value;
  }
  const sorted = sample.subarray(0, count).sort();
  let distinct = count === 0 ? 0 : 1;
  for (let index = 1; index < count; index++) {
    if (sorted[index] !== sorted[index - 1]) distinct++;
  }
  const bounds = new Float64Array(valueBins - 1);
  let used = 0;
  let before = 0;
  for (let index = 1; index < count; index++) {
    const low = sorted[index - 1] ?? 0;
    const high = sorted[index] ?? 0;
    if (low === high) continue;
    // Rows are dealt out evenly among the bins that are left; a value of many rows fills its bin alone.
    const share = (count - before) / (valueBins - used);
    if (distinct <= valueBins || (index - before >= share && used < valueBins - 1)) {
      bounds[used++] = halfway(low, high);
      before = index;
    }
  }
  return bounds.subarray(0, used);
}

/** A number from `low` up to but not `high`, about in the middle. */
function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

function binNumbers(
  values: Float64Array,
  {
    column,
    columns,
    bins,
    bounds,
  }: { column: number; columns: number; bins: Uint8Array; bounds: Float64Array },
): void {
  const last = bounds.length;
  const lowest = bounds[0] ?? 0;
  const highest = bounds[last - 1] ?? 0;
  // A grid over the bounds says where the search begins: mostly at the bin itself.
  const scale = (cellCount - 2) / (highest - lowest);
  const usable = Number.isFinite(scale) && last > 1;
  const cellOf = (value: number) =>
    value <= lowest ? 0 : value >= highest ? cellCount - 1 : ((value - lowest) * scale + 1) | 0;
  const starts = new Uint8Array(cellCount);
  if (usable) {
    let cell = 0;
    for (let bin = 0; bin < last; bin++) {
      const end = cellOf(bounds[bin] ?? 0);
      while (cell <= end) starts[cell++] = bin;
    }
    starts.fill(last, cell);
  }
  for (let row = 0, at = column; row < bins.length; row++, at += columns) {
    const value = values[at] ?? 0;
    if (value !== value) {
      bins[row] = missingBin;
      continue;
    }
    let bin = usable ? (starts[cellOf(value)] ?? 0) : 0;
    while (bin < last && value > (bounds[bin] ?? 0)) bin++;
    bins[row] = bin;
  }
}

import type { Feature, FeatureTable } from '../features/feature-table.js';
import { boundsOf } from './bin-bounds.js';
import { missingBin, valueBins } from './bin-codes.js';
import { binNumbers, numberBins, type NumberBins } from './bin-numbers.js';

export { missingBin, valueBins };

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
/** So many rows are binned by all features before the next: their values stay in the processor's cache. */
const blockRows = 1024;

/** A column of numbers, and where its bins go. */
interface NumberColumn {
  readonly column: number;
  readonly bins: Uint8Array;
  readonly number: NumberBins;
}

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
  const numberColumns: NumberColumn[] = [];
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
    numberColumns.push({ column, bins, number: numberBins(bounds) });
  });
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    for (const { column, bins, number } of numberColumns) {
      binNumbers(number, values, columns, column, bins, from, to);
    }
  }
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

import { valueBins } from './bin-codes.js';
import { sortNumbers } from './sort-numbers.js';

/** Rows whose values say where bins begin and end. */
const sampledRows = 20_000;

/**
 * Where the bins of a column of numbers end, ascending; the last one has no end.
 * @param values rows x columns
 */
export function boundsOf(
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
  const sorted = sortNumbers(sample.subarray(0, count));
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

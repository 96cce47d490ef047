/** Cells of a grid for each threshold: most have one threshold or none. */
const cellsPerThreshold = 4;

/** Lists of ascending thresholds, as arrays that threads can share. */
export interface ThresholdArrays {
  readonly thresholds: Float64Array;
  /** Where each list begins, and where the last one ends. */
  readonly starts: Int32Array;
  /** Where the cells of each list begin: one more than there are. */
  readonly gridStarts: Int32Array;
  /** Thresholds of the list in the cells before each one. */
  readonly before: Uint16Array;
  /** Lower end of each list's first cell. */
  readonly origins: Float64Array;
  /** Cells a unit; 0 for a range that no double tells: all is in the first cell. */
  readonly scales: Float64Array;
}

/** @param lists ascending, none longer than 65,535 */
export function thresholdArrays(lists: readonly Float64Array[]): ThresholdArrays {
  const starts = new Int32Array(lists.length + 1);
  const gridStarts = new Int32Array(lists.length + 1);
  const origins = new Float64Array(lists.length);
  const scales = new Float64Array(lists.length);
  lists.forEach((list, index) => {
    starts[index + 1] = (starts[index] ?? 0) + list.length;
    const cells = cellsPerThreshold * list.length;
    gridStarts[index + 1] = (gridStarts[index] ?? 0) + cells + 1;
    const origin = list[0] ?? 0;
    const range = (list.at(-1) ?? 0) - origin;
    origins[index] = origin;
    scales[index] = Number.isFinite(range) && range > 0 ? cells / range : 0;
  });
  const thresholds = new Float64Array(starts[lists.length] ?? 0);
  const before = new Uint16Array(gridStarts[lists.length] ?? 0);
  const arrays = { thresholds, starts, gridStarts, before, origins, scales };
  lists.forEach((list, index) => {
    thresholds.set(list, starts[index]);
    const first = gridStarts[index] ?? 0;
    const end = gridStarts[index + 1] ?? 0;
    for (const threshold of list) {
      const after = first + cellOf(arrays, index, threshold) + 1;
      before[after] = (before[after] ?? 0) + 1;
    }
    for (let at = first + 1; at < end; at++) {
      before[at] = (before[at] ?? 0) + (before[at - 1] ?? 0);
    }
  });
  return arrays;
}

export function countOf({ starts }: ThresholdArrays, list: number): number {
  return (starts[list + 1] ?? 0) - (starts[list] ?? 0);
}

/**
 * How many of a list's thresholds lie below a value that is not NaN. The range of a list is divided into cells of equal
 * width; which cell a number is in never falls as the number rises, whatever the rounding, so that only the thresholds in
 * the cell of a value are compared with it.
 */
export function rankOf(arrays: ThresholdArrays, list: number, value: number): number {
  const { thresholds, before } = arrays;
  const start = arrays.starts[list] ?? 0;
  const cell = (arrays.gridStarts[list] ?? 0) + cellOf(arrays, list, value);
  let low = start + (before[cell] ?? 0);
  let length = start + (before[cell + 1] ?? 0) - low;
  while (length > 0) {
    const half = length >> 1;
    if ((thresholds[low + half] ?? 0) < value) {
      low += half + 1;
      length -= half + 1;
    } else length = half;
  }
  return low - start;
}

function cellOf(
  { gridStarts, origins, scales }: Omit<ThresholdArrays, 'thresholds'>,
  list: number,
  value: number,
): number {
  const at = (value - (origins[list] ?? 0)) * (scales[list] ?? 0);
  // The last entry of the grid tells the end of the last cell. NaN, of nothing times infinity, is in the first one.
  const last = (gridStarts[list + 1] ?? 0) - (gridStarts[list] ?? 0) - 2;
  return at >= last ? last : at > 0 ? Math.floor(at) : 0;
}

import { missingBin } from './bin-codes.js';

const cellCount = 1024;

/** A numeric feature's bins, and a grid over their bounds that says where the search begins: mostly at the bin itself. */
export interface NumberBins {
  /** Between the bins, ascending. */
  readonly bounds: Float64Array;
  readonly lowest: number;
  readonly highest: number;
  /** Cells a unit. */
  readonly scale: number;
  /** Of each cell, the first bin that its values may be in. */
  readonly starts: Uint8Array;
}

export function numberBins(bounds: Float64Array): NumberBins {
  const last = bounds.length;
  const lowest = bounds[0] ?? 0;
  const highest = bounds[last - 1] ?? 0;
  const scale = (cellCount - 2) / (highest - lowest);
  const starts = new Uint8Array(cellCount);
  // All values begin at the first bin where there is nothing to make a grid of.
  if (last <= 1 || !Number.isFinite(scale)) return { bounds, lowest, highest, scale: 0, starts };
  let cell = 0;
  for (let bin = 0; bin < last; bin++) {
    const end = cellOf(bounds[bin] ?? 0, lowest, highest, scale);
    while (cell <= end) starts[cell++] = bin;
  }
  starts.fill(last, cell);
  return { bounds, lowest, highest, scale, starts };
}

function cellOf(value: number, lowest: number, highest: number, scale: number): number {
  if (value <= lowest) return 0;
  return value >= highest ? cellCount - 1 : ((value - lowest) * scale + 1) | 0;
}

/**
 * Finds the bins of a column's values in some rows.
 * @param values rows x columns
 * @param into of each row, receives its bin
 */
export function binNumbers(
  { bounds, lowest, highest, scale, starts }: NumberBins,
  values: Float64Array,
  columns: number,
  column: number,
  into: Uint8Array,
  from: number,
  to: number,
): void {
  const last = bounds.length;
  for (let row = from, at = from * columns + column; row < to; row++, at += columns) {
    const value = values[at] ?? 0;
    if (value !== value) {
      into[row] = missingBin;
      continue;
    }
    let bin = starts[cellOf(value, lowest, highest, scale)] ?? 0;
    while (bin < last && value > (bounds[bin] ?? 0)) bin++;
    into[row] = bin;
  }
}

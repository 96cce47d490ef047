import type { BinnedTable } from './binned-table.js';

/** Bins and where they lie: that of a value at `feature * perFeature + row * perRow`. */
export interface PlacedBins {
  readonly bins: Uint8Array;
  readonly perFeature: number;
  readonly perRow: number;
}

/** The bins of a table laid out both ways. */
export interface NodeBins {
  readonly byColumn: PlacedBins;
  readonly byRow: PlacedBins;
}

/**
 * In nodes of fewer rows bins are read along the rows: those few lines of memory then stay near the processor for every
 * feature that is looked at, and for all nodes below. Of many rows, a column is the shorter way.
 */
const fewRows = 1000;

/** rows x columns: the bins of a table, row-major, in shared memory. */
export function binsByRow({ bins, rows, columns }: BinnedTable): Uint8Array {
  const turned = new Uint8Array(new SharedArrayBuffer(bins.length));
  for (let column = 0; column < columns; column++) turnColumn(turned, bins, column, rows, columns);
  return turned;
}

/** @param byRow what `binsByRow` made of the table */
export function nodeBins({ bins, rows, columns }: BinnedTable, byRow: Uint8Array): NodeBins {
  return {
    byColumn: { bins, perFeature: rows, perRow: 1 },
    byRow: { bins: byRow, perFeature: 1, perRow: columns },
  };
}

/** The layout to read a node of so many rows from. */
export function binsOfNode({ byColumn, byRow }: NodeBins, rows: number): PlacedBins {
  return rows < fewRows ? byRow : byColumn;
}

function turnColumn(
  turned: Uint8Array,
  bins: Uint8Array,
  column: number,
  rows: number,
  columns: number,
): void {
  const first = column * rows;
  for (let row = 0, to = column; row < rows; row++, to += columns)
    turned[to] = bins[first + row] ?? 0;
}

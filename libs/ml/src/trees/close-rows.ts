import type { NodeBins } from './node-bins.js';

/** So many rows stay near the processor while they are turned. */
const rowsAtATime = 64;

/** What is read of the rows that a tree learns from, by their numbers. */
export interface ReadRows {
  readonly laidOut: NodeBins;
  /** What is learned, where that is a quantity. */
  readonly values: Float64Array;
}

/** Room for the rows of one tree after the other. */
export interface CloseRows {
  /**
   * Copies rows side by side. Few rows of a large table lie far apart: each read of one would wait for memory.
   * @param rows the first `count` of them are copied, and get the numbers from 0 on
   * @returns what is good until the next rows are copied
   */
  bring(rows: Int32Array, count: number): ReadRows;
}

/**
 * @param columns of the table
 * @param most rows of a tree
 * @param table where the rows are read from
 */
export function closeRows(columns: number, most: number, table: ReadRows): CloseRows {
  const byRow = table.laidOut.byRow.bins;
  const along = new Uint8Array(most * columns);
  const down = new Uint8Array(most * columns);
  const values = new Float64Array(table.values.length === 0 ? 0 : most);
  const laidOut: NodeBins = {
    byColumn: { bins: down, perFeature: most, perRow: 1 },
    byRow: { bins: along, perFeature: 1, perRow: columns },
  };
  return {
    bring(rows, count) {
      for (let first = 0; first < count; first += rowsAtATime) {
        const end = Math.min(count, first + rowsAtATime);
        for (let place = first, to = first * columns; place < end; place++, to += columns) {
          const at = (rows[place] ?? 0) * columns;
          for (let column = 0; column < columns; column++)
            along[to + column] = byRow[at + column] ?? 0;
        }
        for (let column = 0; column < columns; column++) {
          const to = column * most;
          for (
            let place = first, at = first * columns + column;
            place < end;
            place++, at += columns
          ) {
            down[to + place] = along[at] ?? 0;
          }
        }
      }
      if (values.length > 0) {
        for (let place = 0; place < count; place++) {
          values[place] = table.values[rows[place] ?? 0] ?? 0;
        }
      }
      for (let place = 0; place < count; place++) rows[place] = place;
      return { laidOut, values };
    },
  };
}

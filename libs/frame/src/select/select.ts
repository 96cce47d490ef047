import type { Column, Frame } from '../frame.js';

/** The column of this name, if the frame has it. */
export function columnByName(frame: Frame, name: string): Column | undefined {
  return frame.columns.find((column) => column.name === name);
}

/** The columns of these names, in the frame's order. Shares their values. */
export function selectColumns(frame: Frame, names: ReadonlySet<string>): Frame {
  return { ...frame, columns: frame.columns.filter(({ name }) => names.has(name)) };
}

/**
 * The rows of these numbers, in the order given; a row may be named more than once. Categories are kept, also those
 * that no row has any more, so that codes mean the same in both frames.
 */
export function selectRows(frame: Frame, rows: Uint32Array): Frame {
  return {
    rowCount: rows.length,
    columns: frame.columns.map((column): Column => {
      if (column.kind === 'numeric') {
        const values = new Float64Array(rows.length);
        for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] ?? 0] ?? Number.NaN;
        return { ...column, values };
      }
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i] ?? 0] ?? -1;
      return { ...column, codes };
    }),
  };
}

/** Whether the column has no value in this row. Infinities are values. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'numeric'
    ? Number.isNaN(column.values[row] ?? Number.NaN)
    : (column.codes[row] ?? -1) < 0;
}

import { describe, expect, it } from 'vitest';
import { parseCsv } from '../csv/csv-reader.js';
import { columnByName, isMissing, selectColumns, selectRows } from './select.js';

const frame = parseCsv(Buffer.from('x,s\n1,a\nNA,b\n3,\ninf,a\n'));

describe('selecting', () => {
  it('takes rows in the order given, with the categories of the whole', () => {
    const rows = selectRows(frame, Uint32Array.of(2, 0, 0));
    expect(rows.rowCount).toBe(3);
    expect(columnByName(rows, 'x')).toMatchObject({ values: Float64Array.of(3, 1, 1) });
    expect(columnByName(rows, 's')).toMatchObject({
      codes: Int32Array.of(-1, 0, 0),
      categories: ['a', 'b'],
    });
  });

  it('takes columns by name', () => {
    expect(selectColumns(frame, new Set(['s', 'z'])).columns.map(({ name }) => name)).toEqual([
      's',
    ]);
    expect(columnByName(frame, 'z')).toBeUndefined();
  });

  it('tells missing values from others', () => {
    const missing = frame.columns.map((column) =>
      Array.from({ length: frame.rowCount }, (_, row) => isMissing(column, row)),
    );
    expect(missing).toEqual([
      [false, true, false, false],
      [false, false, true, false],
    ]);
  });
});

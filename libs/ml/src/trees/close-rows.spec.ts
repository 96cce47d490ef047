import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BinnedTable } from './binned-table.js';
import { closeRows } from './close-rows.js';
import { binsByRow, nodeBins, type PlacedBins } from './node-bins.js';

const cases = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.record({
      table: fc
        .uint8Array({ minLength: rows * columns, maxLength: rows * columns })
        .map((bins): BinnedTable => {
          const none = { bounds: new Float64Array(0), counts: new Int32Array(0) };
          return { rows, columns, bins, ...none, categorical: new Uint8Array(columns) };
        }),
      drawn: fc.subarray(Array.from({ length: rows }, (_, row) => row)),
    }),
  );

it('rows that are brought together keep their bins and values, and are numbered from 0 on', () => {
  fc.assert(
    fc.property(cases, ({ table, drawn }) => {
      const whole = {
        laidOut: nodeBins(table, binsByRow(table)),
        values: Float64Array.from({ length: table.rows }, (_, row) => row / 3),
      };
      const close = closeRows(table.columns, table.rows, whole);
      const read = ({ bins, perFeature, perRow }: PlacedBins, rows: Iterable<number>) =>
        Array.from(rows, (row) =>
          Array.from(
            { length: table.columns },
            (_, feature) => bins[feature * perFeature + row * perRow],
          ),
        );
      // Twice: the second tree finds what the first has left.
      for (const own of [drawn, drawn.slice(1)]) {
        const rows = Int32Array.from({ length: table.rows }, (_, place) => own[place] ?? 0);
        const { laidOut, values } = close.bring(rows, own.length);
        const numbers = rows.subarray(0, own.length);
        expect([...numbers]).toEqual([...own.keys()]);
        expect(read(laidOut.byRow, numbers)).toEqual(read(whole.laidOut.byRow, own));
        expect(read(laidOut.byColumn, numbers)).toEqual(read(whole.laidOut.byColumn, own));
        expect([...values.subarray(0, own.length)]).toEqual(own.map((row) => row / 3));
      }
    }),
  );
});

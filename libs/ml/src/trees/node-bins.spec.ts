import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinnedTable } from './binned-table.js';
import { binsByRow, binsOfNode, nodeBins, type PlacedBins } from './node-bins.js';

const tables = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }))
  .chain(([rows, columns]) =>
    fc
      .uint8Array({ minLength: rows * columns, maxLength: rows * columns })
      .map((bins): BinnedTable => {
        const none = { bounds: new Float64Array(0), counts: new Int32Array(0) };
        return { rows, columns, bins, ...none, categorical: new Uint8Array(columns) };
      }),
  );

describe('the bins of a node', () => {
  it('are the same along rows and along columns', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { byColumn, byRow } = nodeBins(table, binsByRow(table));
        const read = ({ bins, perFeature, perRow }: PlacedBins) =>
          Array.from({ length: table.columns }, (_, feature) =>
            Array.from(
              { length: table.rows },
              (_, row) => bins[feature * perFeature + row * perRow],
            ),
          );
        expect(read(byRow)).toEqual(read(byColumn));
      }),
    );
  });

  it('are read along the rows where these are few', () => {
    const laidOut = nodeBins(
      {
        rows: 1,
        columns: 1,
        bins: new Uint8Array(1),
        bounds: new Float64Array(0),
        counts: new Int32Array(0),
        categorical: new Uint8Array(1),
      },
      new Uint8Array(1),
    );
    expect(binsOfNode(laidOut, 10)).toBe(laidOut.byRow);
    expect(binsOfNode(laidOut, 1_000_000)).toBe(laidOut.byColumn);
  });
});

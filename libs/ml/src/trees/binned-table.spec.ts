import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binFeatures, boundAfter, missingBin } from './binned-table.js';

const numeric = [{ kind: 'numeric', name: 'x', type: 'number', missing: false }] as const;
const binned = (values: readonly number[]) =>
  binFeatures(
    numeric,
    { rows: values.length, columns: 1, values: Float64Array.from(values) },
    Int32Array.of(0),
  );
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
);

describe('bins of numbers', () => {
  it('hold just the values up to their bound and above the one before', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 600 }), (values) => {
        const table = binned(values);
        values.forEach((value, row) => {
          const bin = table.bins[row] ?? -1;
          expect(bin).toBeLessThan(table.counts[0] ?? 0);
          expect(value).toBeLessThanOrEqual(boundAfter(table, 0, bin));
          if (bin > 0) expect(value).toBeGreaterThan(boundAfter(table, 0, bin - 1));
        });
      }),
    );
  });

  it('are one for each value while there are few', () => {
    const table = binned([3, 1, 2, 3, 1, -0, 0]);
    expect([...table.bins]).toEqual([3, 1, 2, 3, 1, 0, 0]);
    expect(table.counts[0]).toBe(4);
  });

  it('share the rows evenly where there are many values', () => {
    const values = Array.from({ length: 10_000 }, (_, row) => Math.sin(row) ** 3);
    const table = binned(values);
    const rows = new Map<number, number>();
    for (const bin of table.bins) rows.set(bin, (rows.get(bin) ?? 0) + 1);
    expect(rows.size).toBe(255);
    expect(Math.max(...rows.values())).toBeLessThanOrEqual(2 * Math.ceil(10_000 / 255));
  });

  it('leave room for rows without a value', () => {
    expect([...binned([1, Number.NaN, 2]).bins]).toEqual([0, missingBin, 1]);
    expect([...binned([Number.NaN, Number.NaN]).bins]).toEqual([missingBin, missingBin]);
  });
});

describe('the last bin', () => {
  it('has a bound that no value exceeds, though every bin is in use', () => {
    const values = Array.from({ length: 600 }, (_, row) => row);
    expect(boundAfter(binned(values), 0, 254)).toBe(Number.MAX_VALUE);
  });
});

describe('bins of categories', () => {
  it('are their indexes', () => {
    const table = binFeatures(
      [
        {
          kind: 'categorical',
          name: 'c',
          type: 'string',
          missing: false,
          categories: ['a', 'b', 'c'],
        },
      ],
      { rows: 3, columns: 1, values: Float64Array.of(2, Number.NaN, 0) },
      Int32Array.of(0),
    );
    expect([...table.bins]).toEqual([2, missingBin, 0]);
    expect(table.categorical[0]).toBe(1);
  });
});

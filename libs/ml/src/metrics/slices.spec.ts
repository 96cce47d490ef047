import type { Column } from '@millrace/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstSlices } from './slices.js';

const colour = (codes: readonly number[]): Column => ({
  kind: 'categorical',
  type: 'string',
  name: 'colour',
  categories: ['red', 'green', 'blue'],
  codes: Int32Array.from(codes),
});
const size = (values: readonly number[]): Column => ({
  kind: 'numeric',
  type: 'number',
  name: 'size',
  values: Float64Array.from(values),
});
const rowsOf = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

describe('the worst slices', () => {
  it('name the category that is worse than the others first', () => {
    const codes = Array.from({ length: 90 }, (_, row) => row % 3);
    const losses = Float64Array.from(codes, (code) => (code === 1 ? 2 : 0.1));
    const [worst] = worstSlices([colour(codes)], rowsOf(90), losses, { fewestRows: 10, most: 5 });
    expect(worst).toMatchObject({
      column: 'colour',
      value: { kind: 'category', category: 'green' },
      meanLoss: 2,
    });
    expect(worst?.places.length).toBe(30);
  });

  it('tell a range of numbers by its ends', () => {
    const values = Array.from({ length: 100 }, (_, row) => (row < 20 ? Number.NaN : row));
    const losses = Float64Array.from(values, (value) => (value >= 80 ? 3 : 0));
    const found = worstSlices([size(values)], rowsOf(100), losses, { fewestRows: 10, most: 9 });
    expect(found[0]?.value).toEqual({ kind: 'range', from: 80, to: 99 });
    // The quarters without a loss are no worse than all rows.
    expect(found.length).toBe(1);
  });

  it('name many rows before a few that are as bad, by chance perhaps', () => {
    const codes = Array.from({ length: 200 }, (_, row) => (row < 10 ? 0 : row < 110 ? 1 : 2));
    const losses = Float64Array.from(codes, (code, row) =>
      code === 2 ? 0 : row % 2 === 0 ? 2 : 0,
    );
    const found = worstSlices([colour(codes)], rowsOf(200), losses, { fewestRows: 5, most: 3 });
    expect(found.map(({ value }) => value)).toMatchObject([
      { category: 'green' },
      { category: 'red' },
    ]);
  });

  it('look only at the rows that were scored', () => {
    const codes = [0, 0, 1, 1, 0, 1];
    const rows = Uint32Array.of(1, 2, 3, 4);
    const losses = Float64Array.of(5, 0, 0, 5);
    const found = worstSlices([colour(codes)], rows, losses, { fewestRows: 2, most: 1 });
    expect(found).toEqual([
      {
        column: 'colour',
        value: { kind: 'category', category: 'red' },
        places: Uint32Array.of(0, 3),
        meanLoss: 5,
      },
    ]);
  });

  it('have rows enough, leave some out, and no row is twice in one column', () => {
    const table = fc.array(
      fc.record({
        code: fc.integer({ min: -1, max: 2 }),
        value: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 5 })),
        loss: fc.double({ min: 0, max: 10, noNaN: true }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 10 }), (rows, fewestRows) => {
        const columns = [
          colour(rows.map(({ code }) => code)),
          size(rows.map(({ value }) => value)),
        ];
        const losses = Float64Array.from(rows, ({ loss }) => loss);
        const found = worstSlices(columns, rowsOf(rows.length), losses, { fewestRows, most: 99 });
        for (const { places } of found) {
          expect(places.length).toBeGreaterThanOrEqual(fewestRows);
          expect(places.length).toBeLessThan(rows.length);
        }
        for (const { name } of columns) {
          const places = found.flatMap((slice) => (slice.column === name ? [...slice.places] : []));
          expect(new Set(places).size).toBe(places.length);
        }
      }),
    );
  });
});

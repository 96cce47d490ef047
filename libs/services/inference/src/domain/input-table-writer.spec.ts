import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelInput } from '@millrace/ml';
import { valueAt } from './input-table.js';
import { ModelInputs } from './model-inputs.js';

const inputs: readonly ModelInput[] = [
  { name: 'size', type: 'number' },
  { name: 'colour', type: 'string', categories: ['red', 'blue'] },
  { name: 'new', type: 'boolean', categories: ['true', 'false'] },
];
const reader = new ModelInputs(inputs);

describe('a table of inputs', () => {
  it('tells of every row what was put there, whether the model knows it or not', () => {
    const row = fc.tuple(
      fc.option(fc.double({ noDefaultInfinity: true, noNaN: true })),
      fc.option(fc.oneof(fc.constantFrom('red', 'blue', ''), fc.string())),
      fc.option(fc.boolean()),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const writer = reader.write(rows.length);
        rows.forEach((values, index) =>
          values.forEach((value, column) =>
            expect(writer.put(index, column, value)).toBeUndefined(),
          ),
        );
        const table = writer.finish();
        const told = rows.map((values, index) =>
          values.map((_, column) => valueAt(inputs, table, index, column)),
        );
        expect(told).toEqual(
          rows.map(([size, colour, isNew]) => [size, colour, isNew === null ? null : `${isNew}`]),
        );
      }),
    );
  });

  it('holds categories by their index, and NaN for strangers and what is missing', () => {
    const writer = reader.write(2);
    ['red', 'green'].forEach((colour, row) => writer.put(row, 1, colour));
    expect([...writer.finish().values]).toEqual([NaN, 0, NaN, NaN, NaN, NaN]);
  });

  it.each([
    [0, 'x', 'must be a number, not a string'],
    [0, true, 'must be a number, not a boolean'],
    [0, [1], 'must be a number, not an array'],
    [0, Infinity, 'must be a finite number'],
    [0, NaN, 'must be a finite number'],
    [1, 1, 'must be a string or a boolean, not a number'],
    [2, {}, 'must be a string or a boolean, not an object'],
  ])('refuses in column %i the value %j: it %s', (column, value, told) => {
    expect(reader.write(1).put(0, column, value)).toBe(told);
  });

  it.each([0, 10_001, NaN])('has no room for %d rows', (rows) => {
    expect(() => reader.write(rows)).toThrow(/between 1 and 10000 rows/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Frame } from '../frame.js';
import { ArrowReader } from './arrow-reader.js';
import { ArrowWriter } from './arrow-writer.js';
import type { WrittenField } from './written-field.js';

type Value = number | string | null;
interface Table {
  readonly fields: readonly WrittenField[];
  readonly batches: readonly (readonly (readonly Value[])[])[];
}

const valueOf = {
  int64: fc.option(fc.maxSafeInteger()),
  float64: fc.option(fc.double({ noNaN: true })),
  bool: fc.option(fc.constantFrom('true', 'false')),
  utf8: fc.option(fc.string({ unit: 'grapheme' })),
  dictionary: fc.option(fc.string({ unit: 'grapheme', maxLength: 3 })),
} as const;

const tables: fc.Arbitrary<Table> = fc
  .uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          type: fc.constantFrom('int64', 'float64', 'bool', 'utf8', 'dictionary'),
        }),
      ),
    ),
  )
  .chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      batches: fc.array(
        fc
          .nat({ max: 20 })
          .chain((rows) =>
            fc.tuple(
              ...fields.map(({ type }) =>
                fc.array<Value>(valueOf[type], { minLength: rows, maxLength: rows }),
              ),
            ),
          ),
        { maxLength: 4 },
      ),
    }),
  );

function columnOf({ name, type }: WrittenField, values: readonly Value[]): Column {
  if (type === 'int64' || type === 'float64') {
    return {
      kind: 'numeric',
      name,
      type: type === 'int64' ? 'integer' : 'number',
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    };
  }
  const categories = [...new Set(values.filter((value) => typeof value === 'string'))];
  return {
    kind: 'categorical',
    name,
    type: type === 'bool' ? 'boolean' : 'string',
    codes: Int32Array.from(values, (value) =>
      value === null ? -1 : categories.indexOf(String(value)),
    ),
    categories,
  };
}

function readBack(column: Column): Value[] {
  return column.kind === 'numeric'
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(column.codes, (code) => column.categories[code] ?? null);
}

function written({ fields, batches }: Table): Uint8Array[] {
  const writer = new ArrowWriter(fields);
  const frames = batches.map((columns): Frame => ({
    rowCount: columns[0]?.length ?? 0,
    columns: columns.map((values, at) => columnOf(fields[at] as WrittenField, values)),
  }));
  return [writer.head(), ...frames.map((frame) => writer.batch(frame)), writer.tail()];
}

describe(ArrowWriter, () => {
  it('writes what is read again, batch by batch', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const reader = new ArrowReader();
        const parts = written(table);
        const frames = parts.flatMap((part) => reader.push(part)).map((batch) => batch.frame());
        reader.finish();
        expect(frames.map(({ columns }) => columns.map(readBack))).toEqual(table.batches);
        for (const { columns } of frames) {
          expect(columns.map(({ name }) => name)).toEqual(table.fields.map(({ name }) => name));
        }
      }),
    );
  });

  it('sends a dictionary once while it stays the same', () => {
    const writer = new ArrowWriter([{ name: 'word', type: 'dictionary' }]);
    const categories = ['a'.repeat(1000)];
    const frame: Frame = {
      rowCount: 1,
      columns: [
        { kind: 'categorical', name: 'word', type: 'string', codes: Int32Array.of(0), categories },
      ],
    };
    writer.head();
    expect(writer.batch(frame).length).toBeGreaterThan(1000);
    expect(writer.batch(frame).length).toBeLessThan(1000);
  });

  it('refuses a column of another kind', () => {
    const writer = new ArrowWriter([{ name: 'word', type: 'utf8' }]);
    const columns: Column[] = [
      { kind: 'numeric', name: 'word', type: 'number', values: Float64Array.of(1) },
    ];
    expect(() => writer.batch({ rowCount: 1, columns })).toThrow(
      'Column "word" is not of the type utf8.',
    );
  });
});

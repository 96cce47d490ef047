import type { CategoricalColumn, Frame, NumericColumn } from '@millrace/frame';
import { createRandom, type Random } from '../random/random.js';

/**
 * A table of everything that a model may meet: names that are no identifiers, gaps, infinite values, many categories, and
 * numbers of any size. Categories marked `later` and infinite values of some columns are in the second half of the rows
 * only. The column `target` holds the classes.
 */
export function wildTable({ rows = 240, classCount = 2, seed = 1 } = {}): Frame {
  const random = createRandom(seed);
  const fill = (make: (row: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => make(row));
  const half = Math.floor(rows / 2);
  const gap = (value: number, share: number) => (random.next() < share ? Number.NaN : value);
  const signal = fill(() => random.next() * 6 - 3);
  const group = Int32Array.from({ length: rows }, () => random.integer(4));
  const numbers: NumericColumn[] = [
    number('mean radius (mm)', signal),
    number(
      'a.b.c',
      fill((row) => gap((signal[row] ?? 0) * 1e-9 + random.next() * 1e-9, 0.15)),
    ),
    number(
      'größe — 大きさ',
      fill((row) => (row >= half && random.next() < 0.1 ? Infinity : random.next() * 1e12)),
    ),
    // Thirds are no 32 bit numbers: a split between neighbours goes wrong when they are rounded.
    number(
      'thirds',
      fill(() => 1 + random.integer(5) * 1e-9 + 1 / 3),
    ),
    {
      ...number(
        'label',
        fill(() => random.integer(9) - 4),
      ),
      type: 'integer',
    },
    {
      ...number(
        'visits 2',
        fill(() => gap(random.integer(40), 0.1)),
      ),
      type: 'integer',
    },
    { ...number('constant', new Float64Array(rows).fill(3)), type: 'integer' },
  ];
  const categories: CategoricalColumn[] = [
    {
      kind: 'categorical',
      name: 'Add_1',
      type: 'string',
      codes: Int32Array.from(group, (code, row) =>
        row >= half && random.next() < 0.1 ? 4 : random.next() < 0.05 ? -1 : code,
      ),
      categories: ['red', 'grün', '青 い', '"quoted"', 'later'],
    },
    category('probability_no', random, { rows, count: 40, gaps: 0 }),
    {
      ...category('is it?', random, { rows, count: 2, gaps: 0 }),
      type: 'boolean',
      categories: ['true', 'false'],
    },
    {
      ...category('maybe', random, { rows, count: 2, gaps: 0.2 }),
      type: 'boolean',
      categories: ['false', 'true'],
    },
  ];
  const names = ['no', 'yes', 'vielleicht – später', '4', '5'].slice(0, classCount);
  const target = Int32Array.from({ length: rows }, (_, row) => {
    const score = (signal[row] ?? 0) + (group[row] === 2 ? 2 : 0) + random.next() * 2;
    return Math.max(0, Math.min(classCount - 1, Math.floor(((score + 3) / 9) * classCount)));
  });
  return {
    rowCount: rows,
    columns: [
      ...numbers,
      ...categories,
      { kind: 'categorical', name: 'target', type: 'string', codes: target, categories: names },
    ],
  };
}

function number(name: string, values: Float64Array): NumericColumn {
  return { kind: 'numeric', name, type: 'number', values };
}

function category(
  name: string,
  random: Random,
  { rows, count, gaps }: { rows: number; count: number; gaps: number },
): CategoricalColumn {
  return {
    kind: 'categorical',
    name,
    type: 'string',
    codes: Int32Array.from({ length: rows }, () =>
      random.next() < gaps ? -1 : random.integer(count),
    ),
    categories: Array.from({ length: count }, (_, index) => `${name} ${index}`),
  };
}

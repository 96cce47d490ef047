import type { Column, Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import type { SplitBy } from '../split/split-by.js';
import { planTraining } from '../training/plan-training.js';
import { TrainingDataError } from '../training/training-data-error.js';

const rows = 400;
const random = createRandom(5);
const noise = Float64Array.from({ length: rows }, () => random.next());
const codes = Int32Array.from({ length: rows }, (_, row) => (row * 7) % 2);
const numeric = (name: string, valueOf: (row: number) => number): Column => ({
  kind: 'numeric',
  name,
  type: 'number',
  values: Float64Array.from({ length: rows }, (_, row) => valueOf(row)),
});
const texts = (name: string, categories: string[], codeOf: (row: number) => number): Column => ({
  kind: 'categorical',
  name,
  type: 'string',
  codes: Int32Array.from({ length: rows }, (_, row) => codeOf(row)),
  categories,
});
const label = texts('label', ['no', 'yes'], (row) => codes[row] ?? 0);
const price = numeric(
  'price',
  (row) => 10 + 5 * (noise[row] ?? 0) + (noise[(row * 3) % rows] ?? 0),
);
const some = numeric('some', (row) => noise[(row * 11) % rows] ?? 0);
const frameOf = (...columns: Column[]): Frame => ({ rowCount: rows, columns });

function warningsOf(frame: Frame, target: string, splitBy?: SplitBy): readonly string[] {
  return planTraining(frame, { target, splitBy, seed: 1, folds: 5 }).warnings;
}

describe('a column that tells the target alone', () => {
  it.each<[string, Column]>([
    ['as other words', texts('answer', ['N', 'Y'], (row) => codes[row] ?? 0)],
    ['as a number', numeric('score', (row) => (codes[row] ?? 0) + 0.5 * (noise[row] ?? 0))],
    ['by being missing', numeric('left_on', (row) => (codes[row] === 1 ? (noise[row] ?? 0) : NaN))],
  ])('%s is named', (_, column) => {
    expect(warningsOf(frameOf(some, column, label), 'label')).toEqual([
      `Column "${column.name}" alone tells the classes of 100% of rows: make sure that it is known before the target is.`,
    ]);
  });

  it('is named where it is the quantity in another unit', () => {
    const cents = numeric('cents', (row) =>
      price.kind === 'numeric' ? Math.round((price.values[row] ?? 0) * 100) : 0,
    );
    const warnings = warningsOf(frameOf(some, cents, price), 'price');
    expect(warnings).toEqual([expect.stringMatching(/^Column "cents" alone explains \d+(\.\d)?%/)]);
  });

  it('is not one that is only worth much', () => {
    const good = numeric('good', (row) =>
      (noise[row] ?? 0) < 0.1 ? 1 - (codes[row] ?? 0) : (codes[row] ?? 0),
    );
    expect(warningsOf(frameOf(some, good, label), 'label')).toEqual([]);
    const half = numeric('half', (row) => noise[row] ?? 0);
    expect(warningsOf(frameOf(some, half, price), 'price')).toEqual([]);
  });
});

describe('a column that names rows', () => {
  it('is left out where it counts them, from whichever end', () => {
    for (const count of [(row: number) => 17 + 2 * row, (row: number) => -row]) {
      expect(warningsOf(frameOf(some, numeric('no', count), label), 'label')).toEqual([
        'Column "no" is left out: it numbers the rows, and tells nothing of those to come.',
      ]);
    }
  });

  it('is suspected where every row has another whole number', () => {
    const id = numeric('customer', (row) => (row * 149) % rows);
    expect(warningsOf(frameOf(some, id, label), 'label')).toEqual([
      'Column "customer" has another whole number in every row, as identifiers have: leave it out of the data if it is one.',
    ]);
  });

  it('is not one of amounts that happen to differ', () => {
    const amount = numeric('amount', (row) => Math.round((noise[row] ?? 0) * 1e9));
    expect(warningsOf(frameOf(some, amount, label), 'label')).toEqual([]);
  });
});

describe('columns that are not taken as they are', () => {
  it('are named: constant, empty, with infinite values', () => {
    const odd = numeric('odd', (row) => (row % 100 === 0 ? -Infinity : (noise[row] ?? 0)));
    const frame = frameOf(
      some,
      numeric('one', () => 1),
      numeric('none', () => Number.NaN),
      texts('word', ['same', 'unused'], () => 0),
      texts('blank', ['unused'], () => -1),
      odd,
      label,
    );
    expect(warningsOf(frame, 'label')).toEqual([
      'Column "one" is left out: it has one value only.',
      'Column "none" is left out: it has no values.',
      'Column "word" is left out: it has one value only.',
      'Column "blank" is left out: it has no values.',
      'Column "odd" has 4 infinite values, treated as missing.',
    ]);
  });
});

describe('rows that are the same', () => {
  it('are counted where they are on both sides', () => {
    const twice = numeric('twice', (row) => noise[row >> 1] ?? 0);
    const half = texts('label', ['no', 'yes'], (row) => codes[row >> 1] ?? 0);
    const warnings = warningsOf(frameOf(twice, half), 'label');
    expect(warnings).toEqual([
      expect.stringMatching(/^\d\d of 80 held-out rows are the same as a training row/),
    ]);
    // 80 of 400 rows are held out by chance: about four fifths of the twins are on the other side.
    expect(Number.parseInt(warnings[0] ?? '', 10)).toBeGreaterThan(50);
  });

  it('are on one side where a group keeps them together', () => {
    const twice = numeric('twice', (row) => noise[row >> 1] ?? 0);
    const half = texts('label', ['no', 'yes'], (row) => codes[row >> 1] ?? 0);
    const pair = numeric('pair', (row) => row >> 1);
    expect(
      warningsOf(frameOf(twice, pair, half), 'label', { kind: 'group', column: 'pair' }),
    ).toEqual(['Column "pair" is left out: groups are kept apart by it.']);
  });
});

describe('the target', () => {
  it('of classes far from even is told of, with what to look at', () => {
    const rare = texts('label', ['no', 'yes'], (row) => (row % 40 === 3 ? 1 : 0));
    expect(warningsOf(frameOf(some, rare), 'label')).toEqual([
      expect.stringMatching(/^Classes are far from even: "yes" has 2.5% of the rows/),
    ]);
  });

  it('with few rows, or rows without a finite value, is told of', () => {
    const holes = numeric('price', (row) =>
      row < 320 ? Number.NaN : row < 325 ? Infinity : (noise[row] ?? 0),
    );
    expect(warningsOf(frameOf(some, holes), 'price')).toEqual([
      '320 rows without a value in "price" left out.',
      '5 rows with an infinite value in "price" left out.',
      'There are 75 rows to learn from and check on: figures of so few may be good or bad by chance.',
    ]);
  });

  it('of one row is refused, and so is one value', () => {
    const one = numeric('price', (row) => (row === 9 ? 1.5 : Number.NaN));
    expect(() => warningsOf(frameOf(some, one), 'price')).toThrow(
      'Only 1 row with a value in "price"; training needs 10 at least.',
    );
    const same = numeric('price', () => 2.5);
    expect(() =>
      planTraining(frameOf(some, same), { target: 'price', task: 'regression', seed: 1, folds: 5 }),
    ).toThrow('Column "price" has one value only, 2.5: there is nothing to learn.');
  });
});

describe('a split', () => {
  const three = texts('label', ['a', 'b', 'c'], (row) => (row > 360 ? 2 : row % 2));
  const day = texts(
    'day',
    Array.from({ length: rows }, (_, row) => new Date(row * 86_400_000).toISOString().slice(0, 10)),
    (row) => row,
  );

  it('by time leaves its column out, and names a class that is too new to be known', () => {
    expect(warningsOf(frameOf(some, day, three), 'label', { kind: 'time', column: 'day' })).toEqual(
      [
        'Column "day" is left out: rows are ordered by it, and those to come are newer than all of them.',
        'Class "c" is among the held-out rows only: the model cannot know it.',
      ],
    );
  });

  it('by group counts the rows without one, and names a class that is in one group', () => {
    const group = numeric('ward', (row) =>
      row > 360 ? 99 : row % 50 === 0 ? Number.NaN : row % 10,
    );
    const warnings = warningsOf(frameOf(some, group, three), 'label', {
      kind: 'group',
      column: 'ward',
    });
    expect(warnings.slice(0, 2)).toEqual([
      'Column "ward" is left out: groups are kept apart by it.',
      '8 rows without a value in "ward": each counts as a group of its own.',
    ]);
    expect(warnings[2]).toMatch(/^Class "c" is (missing from the|among the held-out)/);
  });

  it.each<[string, Column, SplitBy['kind'], RegExp]>([
    ['two groups', numeric('by', (row) => row % 2), 'group', /fewer than three groups/],
    ['two times', numeric('by', (row) => row % 2), 'time', /fewer than three different times/],
    [
      'one time that nearly all have',
      numeric('by', (row) => Math.max(row - 390, 0)),
      'time',
      /Nearly all/,
    ],
    ['no such column', numeric('other', (row) => row), 'group', /no column "by" to split by/],
  ])('is refused for %s', (_, column, kind, message) => {
    const frame = frameOf(some, column, label);
    expect(() => warningsOf(frame, 'label', { kind, column: 'by' })).toThrow(TrainingDataError);
    expect(() => warningsOf(frame, 'label', { kind, column: 'by' })).toThrow(message);
  });
});

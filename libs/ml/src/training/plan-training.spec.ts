import type { Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { baselineAlgorithm } from '../learners/algorithm-names.js';
import { mixedTable } from './mixed-table.fixture.js';
import { planTraining } from './plan-training.js';
import { TrainingDataError } from './training-data-error.js';
import { target, seed, refit, withLabels, alternate } from './fitting.fixture.js';

describe('planning', () => {
  const frame = mixedTable();

  it('tells the task, the classes, and what a person should know', () => {
    expect(planTraining(frame, { target, seed, folds: 5 })).toEqual({
      task: 'binary',
      classes: ['high', 'low'],
      folds: 5,
      size: { rows: 96, features: 3, width: 6, outputs: 2 },
      warnings: [
        'Column "x" has 1 infinite value, treated as missing.',
        'Column "one" is left out: it has one value only.',
        'Column "none" is left out: it has no values.',
        'Column "id" is left out: its 96 categories name rows rather than describe them.',
        expect.stringMatching(/^2 of 24 held-out rows are the same as a training row/) as string,
      ],
    });
    const gaps = withLabels(frame, alternate(120, 'a', 'b', null));
    expect(planTraining(gaps, { target, seed, folds: 5 }).warnings[0]).toBe(
      '40 rows without a value in "label" left out.',
    );
  });

  it('takes few different whole numbers for classes, in their order', () => {
    const numbers = Float64Array.from({ length: 120 }, (_, row) => [10, 9, 2][row % 3] ?? 0);
    const numbered: Frame = {
      ...frame,
      columns: [
        ...frame.columns.slice(0, 3),
        { kind: 'numeric', name: 'n', type: 'number', values: numbers },
      ],
    };
    expect(planTraining(numbered, { target: 'n', seed, folds: 5 })).toMatchObject({
      task: 'multiclass',
      classes: ['2', '9', '10'],
    });
  });

  it.each<[string, Frame, string, RegExp]>([
    ['a target that is not there', frame, 'price', /no column "price".*"colour"/],
    ['one class', withLabels(frame, alternate(120, 'a')), target, /one class only, "a"/],
    ['no value of the target', withLabels(frame, alternate(120, null)), target, /no values/],
    ['a name for each row', frame, 'id', /120 different values; classes are 100 at most/],
    ['too few rows', withLabels(frame, alternate(9, 'a', 'b')), target, /Only 9 rows with a value/],
    [
      'classes of one row each but one',
      withLabels(frame, ['a', 'b', ...alternate(20, 'c')]),
      target,
      /fewer than two classes/,
    ],
    [
      'nothing but the target',
      { ...frame, columns: frame.columns.slice(3) },
      target,
      /No column but .* Column "one" is left out: it has one value only\. Column "none"/,
    ],
  ])('refuses %s, saying why', (_, table, learned, message) => {
    expect(() => planTraining(table, { target: learned, seed, folds: 5 })).toThrow(
      TrainingDataError,
    );
    expect(() => planTraining(table, { target: learned, seed, folds: 5 })).toThrow(message);
  });

  it('bears 100,000 categories', () => {
    const rows = 100_000;
    const ids = Array.from({ length: rows }, (_, row) => `value-${row}`);
    const wide: Frame = {
      rowCount: rows,
      columns: [
        ...mixedTable(rows).columns.filter(({ name }) => name !== 'id'),
        {
          kind: 'categorical',
          name: 'id',
          type: 'string',
          codes: Int32Array.from(ids.keys()),
          categories: ids,
        },
      ],
    };
    expect(planTraining(wide, { target, seed, folds: 5 }).warnings).toContainEqual(
      expect.stringMatching(/"id" is left out/),
    );
    expect(refit(wide, baselineAlgorithm).model.length).toBeLessThan(100_000);
  });
});

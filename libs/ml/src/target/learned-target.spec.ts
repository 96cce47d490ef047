import type { Column, Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { TrainingDataError } from '../training/training-data-error.js';
import { labelledRows, readTarget, taskOf } from './learned-target.js';

const numbers = (...values: number[]): Column => ({
  kind: 'numeric',
  name: 'y',
  type: 'number',
  values: Float64Array.from(values),
});
const repeated = (times: number, ...values: number[]) =>
  numbers(...Array.from({ length: times }, () => values).flat());
const texts = (categories: readonly string[], ...codes: number[]): Column => ({
  kind: 'categorical',
  name: 'y',
  type: 'string',
  codes: Int32Array.from(codes),
  categories,
});
const frameOf = (column: Column): Frame => ({
  rowCount: column.kind === 'numeric' ? column.values.length : column.codes.length,
  columns: [column],
});
const taskFor = (column: Column) => taskOf(readTarget(frameOf(column), 'y'));

describe('the task', () => {
  it.each<[string, Column, string]>([
    ['two texts', texts(['no', 'yes'], 0, 1, 0), 'binary'],
    ['three texts', texts(['a', 'b', 'c'], 0, 1, 2), 'multiclass'],
    ['two numbers, whole or not', repeated(2, 0.5, 1.5), 'binary'],
    ['few whole numbers, each seen often', repeated(3, 1, 2, 3, 4, 5), 'multiclass'],
    ['few whole numbers, hardly seen twice', repeated(2, 1, 2, 3, 4, 5), 'regression'],
    ['fractions', repeated(9, 1.5, 2, 3), 'regression'],
    ['21 whole numbers', repeated(9, ...Array.from({ length: 21 }, (_, n) => n)), 'regression'],
  ])('of %s is found out', (_, column, task) => {
    expect(taskFor(column)).toBe(task);
  });

  it('is the one asked for, where the values allow it', () => {
    const frame = frameOf(repeated(3, 1, 2, 3));
    expect(taskOf(readTarget(frame, 'y', { task: 'regression' }))).toBe('regression');
    expect(
      readTarget(frameOf(repeated(1, 0.5, 1, 7.25)), 'y', { task: 'multiclass' }),
    ).toMatchObject({
      labels: ['0.5', '1', '7.25'],
    });
    expect(taskOf(readTarget(frameOf(repeated(3, 1, 2)), 'y', { task: 'multiclass' }))).toBe(
      'binary',
    );
  });

  it.each<[string, Column, 'binary' | 'regression', RegExp]>([
    ['numbers of texts', texts(['a', 'b'], 0, 1), 'regression', /"y" holds string values/],
    ['two classes of three', texts(['a', 'b', 'c'], 0, 1, 2), 'binary', /"y" has 3 classes/],
    ['classes of every number', numbers(...Array(101).keys()), 'binary', /101 different values/],
  ])('cannot be %s', (_, column, task, message) => {
    expect(() => readTarget(frameOf(column), 'y', { task })).toThrow(TrainingDataError);
    expect(() => readTarget(frameOf(column), 'y', { task })).toThrow(message);
  });
});

describe('the values to learn', () => {
  it('leave out rows that are missing or infinite', () => {
    const values = numbers(1.5, Number.NaN, Infinity, 2.5, -Infinity, 9);
    expect(labelledRows(readTarget(frameOf(values), 'y'))).toEqual(Uint32Array.of(0, 3, 5));
    const classes = numbers(0, Number.NaN, 1, Infinity);
    expect(labelledRows(readTarget(frameOf(classes), 'y'))).toEqual(Uint32Array.of(0, 2));
  });

  it('are named where there is no such column', () => {
    expect(() => readTarget(frameOf(numbers(1, 2)), 'z')).toThrow(/no column "z".*"y"/);
  });
});

describe('the positive class of two', () => {
  const answers = texts(['no', 'yes'], 0, 1, -1, 0);

  it('is the second in order, or the one that is named', () => {
    const read = (positiveClass?: string) => readTarget(frameOf(answers), 'y', { positiveClass });
    for (const same of [read(), read('yes')]) {
      expect(same).toEqual({
        kind: 'classes',
        labels: ['no', 'yes'],
        codes: Int32Array.of(0, 1, -1, 0),
      });
    }
    expect(read('no')).toEqual({
      kind: 'classes',
      labels: ['yes', 'no'],
      codes: Int32Array.of(1, 0, -1, 1),
    });
  });

  it.each<[string, Column, string, RegExp]>([
    ['a class that is none', answers, 'maybe', /no class "maybe".*"no" and "yes"/],
    ['one of three', texts(['a', 'b', 'c'], 0, 1, 2), 'a', /3 classes: only one of two/],
    ['one of a quantity', numbers(0.5, 1.25, 3), '3', /learned as a quantity/],
  ])('is not %s', (_, column, positiveClass, message) => {
    expect(() => readTarget(frameOf(column), 'y', { positiveClass })).toThrow(message);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrainingDataError } from '../training/training-data-error.js';
import { groupFolds, groupSplit } from './group-split.js';
import { seededFolds, seededSplit } from './seeded-split.js';
import { groupsOf, timesOf } from './split-column.js';
import { timeFolds, timeSplit } from './time-split.js';

const seeds = fc.integer();
const rowsOf = (values: { readonly length: number }) =>
  Uint32Array.from({ length: values.length }, (_, row) => row);
const sorted = (...parts: Uint32Array[]) =>
  parts.flatMap((part) => [...part]).sort((a, b) => a - b);
const isAscending = (rows: Uint32Array) =>
  rows.every((row, i) => i === 0 || row > (rows[i - 1] ?? 0));

describe('a split by chance', () => {
  const rows = fc.integer({ min: 2, max: 300 }).map((length) => rowsOf({ length }));

  it('puts every row on one side, a fifth of them aside', () => {
    fc.assert(
      fc.property(rows, seeds, (all, seed) => {
        const { train, holdout } = seededSplit(all, { holdout: 0.2, seed });
        expect(sorted(train, holdout)).toEqual([...all]);
        expect(isAscending(train) && isAscending(holdout)).toBe(true);
        expect(Math.abs(holdout.length - 0.2 * all.length)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('validates every row once, on folds of one size', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 5 }), seeds, (all, folds, seed) => {
        fc.pre(folds <= all.length);
        const parts = seededFolds(all, { folds, seed });
        expect(sorted(...parts.map(({ validation }) => validation))).toEqual([...all]);
        for (const { train, validation } of parts) {
          expect(sorted(train, validation)).toEqual([...all]);
          expect(Math.abs(validation.length - all.length / folds)).toBeLessThan(1);
        }
      }),
    );
  });

  it('refuses more folds than rows', () => {
    expect(() => seededFolds(Uint32Array.of(1, 2), { folds: 3, seed: 1 })).toThrow(RangeError);
  });
});

const grouped = fc
  .array(fc.tuple(fc.integer({ min: -1, max: 9 }), fc.integer({ min: 0, max: 2 })), {
    minLength: 2,
    maxLength: 200,
  })
  .map((rows) => ({
    rows: rowsOf(rows),
    groups: Int32Array.from(rows, ([group]) => group),
    codes: Int32Array.from(rows, ([, code]) => code),
  }));
const groupsAmong = (groups: Int32Array, rows: Uint32Array) =>
  new Set(Array.from(rows, (row) => ((groups[row] ?? -1) < 0 ? `row ${row}` : `${groups[row]}`)));

describe('a split by group', () => {
  it('never has a group on both sides, and something on either', () => {
    fc.assert(
      fc.property(grouped, seeds, (table, seed) => {
        fc.pre(groupsAmong(table.groups, table.rows).size > 1);
        const { train, holdout } = groupSplit(table, { holdout: 0.2, seed });
        expect(sorted(train, holdout)).toEqual([...table.rows]);
        expect(train.length).toBeGreaterThan(0);
        expect(holdout.length).toBeGreaterThan(0);
        const apart = groupsAmong(table.groups, holdout);
        for (const group of groupsAmong(table.groups, train)) expect(apart).not.toContain(group);
      }),
    );
  });

  it('has folds of which none shares a group with another', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 2, max: 5 }), seeds, (table, folds, seed) => {
        fc.pre(groupsAmong(table.groups, table.rows).size >= folds);
        const parts = groupFolds(table, { folds, seed });
        expect(sorted(...parts.map(({ validation }) => validation))).toEqual([...table.rows]);
        for (const { train, validation } of parts) {
          expect(validation.length).toBeGreaterThan(0);
          expect(sorted(train, validation)).toEqual([...table.rows]);
          const apart = groupsAmong(table.groups, validation);
          for (const group of groupsAmong(table.groups, train)) expect(apart).not.toContain(group);
        }
      }),
    );
  });

  it('gives each class its share where groups allow it', () => {
    const groups = Int32Array.from({ length: 400 }, (_, row) => row >> 2);
    const codes = Int32Array.from({ length: 400 }, (_, row) => ((row >> 2) % 4 === 0 ? 1 : 0));
    const { holdout } = groupSplit(
      { rows: rowsOf(groups), groups, codes },
      { holdout: 0.2, seed: 3 },
    );
    expect(holdout).toHaveLength(80);
    expect(holdout.filter((row) => codes[row] === 1)).toHaveLength(20);
  });

  it('refuses one group', () => {
    const one = { rows: Uint32Array.of(0, 1, 2), groups: Int32Array.of(7, 7, 7) };
    expect(() => groupSplit(one, { holdout: 0.2, seed: 1 })).toThrow(RangeError);
    expect(() => groupFolds(one, { folds: 2, seed: 1 })).toThrow(RangeError);
  });
});

const timed = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 200 })
  .map((times) => ({ rows: rowsOf(times), times: Float64Array.from(times) }));
const spanOf = (times: Float64Array, rows: Uint32Array) => {
  const own = Array.from(rows, (row) => times[row] ?? 0);
  return { oldest: Math.min(...own), newest: Math.max(...own) };
};

describe('a split by time', () => {
  it('holds out what is newer than every training row', () => {
    fc.assert(
      fc.property(timed, (table) => {
        fc.pre(new Set(table.times).size > 1);
        const { train, holdout } = timeSplit(table, { holdout: 0.2 });
        expect(sorted(train, holdout)).toEqual([...table.rows]);
        expect(spanOf(table.times, holdout).oldest).toBeGreaterThan(
          spanOf(table.times, train).newest,
        );
      }),
    );
  });

  it('holds out a fifth of rows that all have their own time', () => {
    const times = Float64Array.from({ length: 50 }, (_, row) => (row * 37) % 50);
    const { holdout } = timeSplit({ rows: rowsOf(times), times }, { holdout: 0.2 });
    expect(Array.from(holdout, (row) => times[row]).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => 40 + index),
    );
  });

  it('has folds that go forward, each validated on what comes next', () => {
    fc.assert(
      fc.property(timed, fc.integer({ min: 1, max: 5 }), (table, folds) => {
        fc.pre(new Set(table.times).size > 1);
        const parts = timeFolds(table, { folds });
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(folds);
        let learned = 0;
        for (const { train, validation } of parts) {
          expect(train.length).toBeGreaterThan(learned);
          learned = train.length;
          expect(spanOf(table.times, validation).oldest).toBeGreaterThan(
            spanOf(table.times, train).newest,
          );
        }
        const last = parts.at(-1);
        expect(sorted(last?.train ?? table.rows, last?.validation ?? table.rows)).toEqual([
          ...table.rows,
        ]);
      }),
    );
  });

  it('refuses rows of one time', () => {
    const one = { rows: Uint32Array.of(0, 1), times: Float64Array.of(5, 5) };
    expect(() => timeSplit(one, { holdout: 0.2 })).toThrow(RangeError);
    expect(() => timeFolds(one, { folds: 3 })).toThrow(RangeError);
  });
});

describe('a column to split by', () => {
  const texts = (...categories: string[]) =>
    ({
      kind: 'categorical',
      name: 'when',
      type: 'string',
      codes: Int32Array.from([...categories.keys(), -1]),
      categories,
    }) as const;

  it('names groups by its values, whatever their type', () => {
    const values = Float64Array.of(7, 3, 7, Number.NaN);
    expect(groupsOf({ kind: 'numeric', name: 'who', type: 'integer', values })).toEqual(
      Int32Array.of(0, 1, 0, -1),
    );
    expect(groupsOf(texts('a', 'b'))).toEqual(Int32Array.of(0, 1, -1));
  });

  it('orders dates and times of ISO 8601, those without a zone as of UTC', () => {
    const times = timesOf(
      texts('2024-03-31', '2024-03-31T02:00:00', '2024-03-31 01:00', '2024-03-31T00:30:00-01:00'),
    );
    const hours = Array.from(times, (time) => (time - Date.UTC(2024, 2, 31)) / 3_600_000);
    expect(hours).toEqual([0, 2, 1, 1.5, Number.NaN]);
  });

  it.each(['yesterday', '31.03.2024', '2024-13-40', ''])('refuses %j as a time', (text) => {
    expect(() => timesOf(texts('2024-03-31', text))).toThrow(TrainingDataError);
    expect(() => timesOf(texts(text))).toThrow(/"when" orders no rows/);
  });

  it('takes infinite numbers for no time', () => {
    const values = Float64Array.of(1, Infinity);
    expect(timesOf({ kind: 'numeric', name: 'when', type: 'number', values })).toEqual(
      Float64Array.of(1, Number.NaN),
    );
  });
});

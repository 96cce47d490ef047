import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stratifiedFolds } from './stratified-folds.js';
import { stratifiedSplit } from './stratified-split.js';

const codesOf = fc
  .array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 200 })
  .map((codes) => Int32Array.from(codes));
const seeds = fc.integer();
const ascending = (rows: Uint32Array) =>
  [...rows].every((row, i) => i === 0 || row > (rows[i - 1] ?? 0));
const countOf = (codes: Int32Array, rows: Iterable<number>, code: number) =>
  [...rows].filter((row) => codes[row] === code).length;

describe(stratifiedSplit, () => {
  it('puts every labelled row on one side, and gives each class its share', () => {
    fc.assert(
      fc.property(codesOf, seeds, (codes, seed) => {
        const { train, holdout } = stratifiedSplit(codes, { holdout: 0.2, seed });
        const labelled = [...codes.keys()].filter((row) => (codes[row] ?? -1) >= 0);
        expect([...train, ...holdout].sort((a, b) => a - b)).toEqual(labelled);
        expect(ascending(train) && ascending(holdout)).toBe(true);
        for (let code = 0; code < 5; code++) {
          const all = countOf(codes, codes.keys(), code);
          const aside = countOf(codes, holdout, code);
          expect(Math.abs(aside - 0.2 * all)).toBeLessThanOrEqual(0.5);
          if (all > 0) expect(aside).toBeLessThan(all);
        }
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    const codes = Int32Array.from({ length: 100 }, (_, i) => i % 3);
    const split = (seed: number) => stratifiedSplit(codes, { holdout: 0.2, seed });
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });
});

describe(stratifiedFolds, () => {
  it('validates every row once, on folds whose sizes and shares differ by one row at most', () => {
    fc.assert(
      fc.property(codesOf, fc.integer({ min: 2, max: 6 }), seeds, (codes, folds, seed) => {
        const rows = Uint32Array.from(codes.keys()).filter((row) => (codes[row] ?? -1) >= 0);
        fc.pre(rows.length >= folds);
        const parts = stratifiedFolds(codes, rows, { folds, seed });
        const validated = parts.flatMap(({ validation }) => [...validation]);
        expect(validated.sort((a, b) => a - b)).toEqual([...rows]);
        for (const { train, validation } of parts) {
          expect(new Set([...train, ...validation]).size).toBe(rows.length);
          expect(train.length + validation.length).toBe(rows.length);
          expect(ascending(train) && ascending(validation)).toBe(true);
        }
        for (let code = 0; code < 5; code++) {
          const counts = parts.map(({ validation }) => countOf(codes, validation, code));
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
        const sizes = parts.map(({ validation }) => validation.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses more folds than rows, and fewer than two', () => {
    const rows = Uint32Array.of(0, 1, 2);
    const codes = Int32Array.of(0, 1, 0);
    expect(() => stratifiedFolds(codes, rows, { folds: 4, seed: 1 })).toThrow(RangeError);
    expect(() => stratifiedFolds(codes, rows, { folds: 1, seed: 1 })).toThrow(RangeError);
  });
});

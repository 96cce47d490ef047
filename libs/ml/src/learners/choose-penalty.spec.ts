import { describe, expect, it } from 'vitest';
import type { LogisticProblem } from '../linear/logistic-objectives.js';
import { lone } from '../parallel/lone.js';
import { createRandom } from '../random/random.js';
import { choosePenalty, rowsToChooseBy } from './choose-penalty.js';
import { logisticRegression } from './logistic-regression.js';
import { mixedSet } from './training-sets.fixture.js';

/** Standardised columns; the class hangs on the first `telling` of them, as closely as `slope` says. */
function problemOf({
  rows = 120,
  columns = 10,
  telling = 1,
  slope = 1,
}: Partial<Record<'rows' | 'columns' | 'telling' | 'slope', number>>): LogisticProblem {
  const random = createRandom(5);
  const values = new Float64Array(rows * columns);
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let score = 0;
    for (let column = 0; column < columns; column++) {
      const value = (random.next() - 0.5) * Math.sqrt(12);
      values[row * columns + column] = value;
      if (column < telling) score += slope * value;
    }
    codes[row] = random.next() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  }
  const weights = new Float64Array(rows).fill(1);
  return { matrix: { rows, columns, values }, codes, classCount: 2, weights, l2: 0 };
}

describe('The penalty that is chosen', () => {
  it('is a strong one where the columns say nothing', () => {
    expect(choosePenalty(problemOf({ columns: 30, slope: 0 }), 1)).toBeGreaterThanOrEqual(10);
  });

  it('is a weak one where the columns tell the classes apart', () => {
    const chosen = choosePenalty(problemOf({ columns: 2, telling: 2, slope: 40 }), 1);
    expect(chosen).toBeLessThan(1);
  });

  it('is the usual one where none is ahead of it by more than chance', () => {
    expect(choosePenalty(problemOf({ rows: 1000, columns: 3, telling: 3 }), 1)).toBe(1);
  });

  it('is the usual one where there are too few rows to choose by, even of one class', () => {
    expect(choosePenalty(problemOf({ rows: 19, slope: 40 }), 1)).toBe(1);
    const problem = problemOf({ rows: 40 });
    expect(choosePenalty({ ...problem, codes: new Int32Array(40) }, 1)).toBeGreaterThan(0);
  });

  it('is the same for the same seed', () => {
    const problem = problemOf({ rows: 200, columns: 20, telling: 3, slope: 2 });
    expect(choosePenalty(problem, 8)).toBe(choosePenalty(problem, 8));
  });

  it('makes the coefficients that it makes as a number', () => {
    const set = mixedSet('classes', { rows: 300, classCount: 2 });
    const fitted = (l2: number | string) =>
      logisticRegression.fit(set, {
        parameters: { ...logisticRegression.defaults, l2 },
        seed: 3,
        crew: lone,
      });
    const candidates = [300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.03].map(fitted);
    expect(candidates).toContainEqual(fitted('cross-validated'));
  });
});

describe('Rows that penalties are compared by', () => {
  it('are all of few, and a part of many', () => {
    expect(rowsToChooseBy(500, 30, 1)).toBe(500);
    expect(rowsToChooseBy(1_000_000, 20, 1)).toBe(10_000);
    expect(rowsToChooseBy(100_000, 100, 10)).toBe(2500);
  });

  it('are none where those that there is time for are too few for the columns', () => {
    expect(rowsToChooseBy(100_000, 2000, 10)).toBe(0);
    expect(rowsToChooseBy(10, 3, 1)).toBe(0);
  });
});

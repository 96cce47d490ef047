import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import { isTunable, tuneThreshold, type ThresholdRows } from './tune-threshold.js';

/** Rows whose probabilities are what they say; one in twenty or so is of the second class. */
function rareRows(rows: number, seed = 7): ThresholdRows {
  const random = createRandom(seed);
  const probabilities = Float64Array.from({ length: rows }, () => random.next() ** 6 / 2);
  return {
    probabilities,
    codes: Int32Array.from(probabilities, (share) => (random.next() < share ? 1 : 0)),
    folds: Int32Array.from(probabilities, (_, row) => row % 5),
  };
}

function confusionAt({ probabilities, codes }: ThresholdRows, threshold: number) {
  const count = (code: number, above: boolean) =>
    codes.filter((own, row) => own === code && (probabilities[row] ?? 0) > threshold === above)
      .length;
  return { hits: count(1, true), wrong: count(0, true), missed: count(1, false) };
}

describe('the threshold between two classes', () => {
  it('goes down where the second class is rare and few of its rows would be found', () => {
    const rows = rareRows(4000);
    const choice = tuneThreshold(rows, 'f1Binary');
    expect(choice?.threshold).toBeLessThan(0.35);
    expect(choice?.validation.tuned).toBeGreaterThan(0.3);
    expect(choice?.validation.even).toBe(0);
  });

  it('is the best there is on the rows, by the metric', () => {
    const rows = rareRows(300);
    const f1 = (threshold: number) => {
      const { hits, wrong, missed } = confusionAt(rows, threshold);
      return (2 * hits) / (2 * hits + wrong + missed);
    };
    const best = Math.max(...Array.from(rows.probabilities, (share) => f1(share)));
    expect(f1(tuneThreshold(rows, 'f1Binary')?.threshold ?? 1)).toBeCloseTo(best, 12);
  });

  it('stays where it is when probabilities are right and every mistake counts the same', () => {
    const random = createRandom(3);
    const probabilities = Float64Array.from({ length: 3000 }, () => random.next());
    const codes = Int32Array.from(probabilities, (share) => (random.next() < share ? 1 : 0));
    const folds = Int32Array.from(codes, (_, row) => row % 5);
    const choice = tuneThreshold({ probabilities, codes, folds }, 'accuracy');
    expect(choice?.threshold ?? 0.5).toBeCloseTo(0.5, 1);
  });

  it('stays where it is on rows of one fold, or of one class', () => {
    const rows = rareRows(100);
    expect(tuneThreshold({ ...rows, folds: new Int32Array(100) }, 'f1')).toBeUndefined();
    expect(tuneThreshold({ ...rows, codes: new Int32Array(100) }, 'f1')).toBeUndefined();
  });

  it.each([
    ['f1', true],
    ['mcc', true],
    ['logLoss', false],
    ['rocAuc', false],
    ['recallBinary', false],
    ['rmse', false],
  ])('is tuned for %s: %s', (metric, tuned) => {
    expect(isTunable(metric)).toBe(tuned);
  });
});

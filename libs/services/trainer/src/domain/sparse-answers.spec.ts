import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSparse, joinSparse } from './sparse-answers.js';

describe('The answers of folds', () => {
  it('come back as one array, each row as its own fold answered it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.float({ noNaN: true })), { minLength: 1, maxLength: 50 }),
        (rows) => {
          const whole = Float32Array.from(rows, ([, answer]) => answer || 0);
          const folds = [0, 1, 2, 3].map((fold) =>
            whole.map((answer, row) => (rows[row]?.[0] === fold ? answer : 0)),
          );
          expect(joinSparse(folds.map(encodeSparse))).toEqual(whole);
        },
      ),
    );
  });

  it('are refused when cut short, or of other rows', () => {
    const bytes = encodeSparse(Float32Array.of(0, 1, 0, 2));
    expect(() => joinSparse([bytes.subarray(0, 20)])).toThrow(RangeError);
    expect(() => joinSparse([bytes, encodeSparse(Float32Array.of(1))])).toThrow(/same rows/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, rankOf, thresholdArrays } from './sorted-thresholds.js';

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
  fc.constantFrom(Infinity, -Infinity),
  fc.integer({ min: -20, max: 20 }),
  fc.double({ noNaN: true }),
);
const list = fc
  .uniqueArray(number, { minLength: 1, maxLength: 40, comparator: 'SameValueZero' })
  .map((values) => Float64Array.from(values).sort());

describe('sorted thresholds', () => {
  it('count those of a list that lie below a value', () => {
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), number, (lists, asked) => {
        const thresholds = thresholdArrays(lists);
        lists.forEach((each, index) => {
          for (const value of [asked, ...each]) {
            const below = each.filter((threshold) => threshold < value).length;
            expect(rankOf(thresholds, index, value)).toBe(below);
          }
        });
      }),
    );
  });

  it('count them among many that lie close together, and far from the others', () => {
    const close = Array.from({ length: 3_000 }, (_, index) => 1 + index * 1e-12);
    const each = Float64Array.from([-1e9, ...close, 1e12]);
    const thresholds = thresholdArrays([each]);
    for (const at of [0, 1, 2, 1_499, 3_000, 3_001]) {
      expect(rankOf(thresholds, 0, each[at] ?? Number.NaN)).toBe(at);
    }
    expect(rankOf(thresholds, 0, 1 + 0.5e-12)).toBe(2);
    expect(rankOf(thresholds, 0, 2)).toBe(3_001);
  });

  it('tell how many a list has', () => {
    const thresholds = thresholdArrays([Float64Array.of(1, 2), Float64Array.of(3)]);
    expect([countOf(thresholds, 0), countOf(thresholds, 1)]).toEqual([2, 1]);
  });
});

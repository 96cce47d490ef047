import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOf, niceTicks, stepPoints } from './scale.js';

describe('ticks', () => {
  it.each([
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0, 96], 4, [0, 50]],
    [[-12, 31], 4, [0, 20]],
    [[3000, 6000], 3, [3000, 4000, 5000, 6000]],
  ] as const)('of %j, about %i, are round: %j', (domain, wanted, ticks) => {
    expect(niceTicks(domain, wanted)).toEqual(ticks);
  });

  it('are within the domain, and no more than wanted and one', () => {
    const ends = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(ends, fc.integer({ min: 2, max: 8 }), ([from, width], wanted) => {
        const ticks = niceTicks([from / 100, (from + width) / 100], wanted);
        expect(ticks.length).toBeLessThanOrEqual(wanted + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from / 100 - 1e-6);
          expect(tick).toBeLessThanOrEqual((from + width) / 100 + 1e-6);
        }
      }),
    );
  });

  it('of nothing is its one end', () => {
    expect(niceTicks([3, 3], 4)).toEqual([3]);
  });
});

describe('a domain', () => {
  it('has room around its values, and is never empty', () => {
    expect(domainOf([0, 10], 0.1)).toEqual([-1, 11]);
    expect(domainOf([4, 4])).toEqual([3.5, 4.5]);
    expect(domainOf([])).toEqual([0, 1]);
  });
});

describe('steps', () => {
  it('hold a value from the place before to its own', () => {
    expect(stepPoints([0.5, 1], [1, 0.8])).toEqual([
      [0, 1],
      [0.5, 1],
      [0.5, 0.8],
      [1, 0.8],
    ]);
  });
});

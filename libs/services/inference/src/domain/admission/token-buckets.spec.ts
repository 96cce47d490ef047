import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets.js';

describe('a key with a rate', () => {
  it('may make its burst at once, and then waits for its rate', () => {
    const buckets = new TokenBuckets({ perSecond: 10, burst: 3 });
    expect([1, 2, 3].map(() => buckets.take('a', 0))).toEqual([0, 0, 0]);
    expect(buckets.take('a', 0)).toBeCloseTo(0.1);
    expect(buckets.take('a', 100)).toBe(0);
  });

  it('does not spend what belongs to another', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 1 });
    buckets.take('a', 0);
    expect(buckets.take('b', 0)).toBe(0);
  });

  it('never gets more than its burst and its rate over any time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        (perSecond, burst, pauses) => {
          const buckets = new TokenBuckets({ perSecond, burst });
          let now = 0;
          let taken = 0;
          for (const pause of pauses) {
            now += pause;
            if (buckets.take('a', now) === 0) taken++;
          }
          expect(taken).toBeLessThanOrEqual(burst + (now * perSecond) / 1000 + 1e-6);
        },
      ),
    );
  });

  it('is one of any number: keys made up without end are forgotten again', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 1 });
    for (let index = 0; index < 50_000; index++) {
      expect(buckets.take(`k${index}`, index / 1000)).toBe(0);
      expect(buckets.size).toBeLessThanOrEqual(10_000);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, xoshiro128 } from './random.js';

describe(xoshiro128, () => {
  // First outputs from the state 1, 2, 3, 4, worked out from the authors' C code (prng.di.unimi.it/xoshiro128starstar.c).
  it('gives the numbers of the reference implementation', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 6 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492,
    ]);
  });
});

describe(createRandom, () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(new Set([...draw(0), ...draw(1), ...draw(2)]).size).toBe(60);
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, below) => {
        const random = createRandom(seed);
        for (let i = 0; i < 20; i++) {
          const number = random.next();
          expect(number >= 0 && number < 1).toBe(true);
          const integer = random.integer(below);
          expect(Number.isInteger(integer) && integer >= 0 && integer < below).toBe(true);
        }
      }),
    );
  });

  it('shuffles without losing anything, each order about as often as every other', () => {
    const random = createRandom(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const values = Int32Array.of(1, 2, 3);
      random.shuffle(values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

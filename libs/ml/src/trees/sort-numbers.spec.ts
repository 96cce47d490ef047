import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import { sortNumbers } from './sort-numbers.js';

const kinds: Readonly<Record<string, (random: () => number) => number>> = {
  'of any size and sign': (random) => (random() - 0.5) * 10 ** Math.floor(random() * 600 - 300),
  'close beside each other': (random) => 1.7e12 + Math.floor(random() * 5000) / 4,
  'of few values': (random) => Math.floor(random() * 7) - 3,
  'with zeros and infinities': (random) =>
    [0, -0, Infinity, -Infinity, 1, -1, 5e-324, Number.MAX_VALUE][Math.floor(random() * 8)] ?? 0,
};

describe('numbers', () => {
  it.each(Object.keys(kinds))('%s are sorted as by comparing', (kind) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 5000 }), (seed, count) => {
        const random = createRandom(seed);
        const numbers = Float64Array.from(
          { length: count },
          () => kinds[kind]?.(() => random.next()) ?? 0,
        );
        const expected = numbers.slice().sort();
        expect(sortNumbers(numbers)).toBe(numbers);
        expect(numbers.every((number, index) => Object.is(number, expected[index]))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

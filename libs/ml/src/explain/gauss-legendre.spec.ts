import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.js';

describe('the rule of Gauss and Legendre', () => {
  it.each([1, 2, 3, 8, 15, 40])('with %i points integrates powers without error', (count) => {
    const { points, weights } = gaussLegendre(count);
    for (let power = 0; power < 2 * count; power++) {
      const sum = points.reduce((total, t, at) => total + (weights[at] ?? 0) * t ** power, 0);
      expect(sum).toBeCloseTo(1 / (power + 1), 13);
    }
  });
});

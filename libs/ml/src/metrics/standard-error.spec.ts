import { describe, expect, it } from 'vitest';
import { standardError } from './standard-error.js';

describe('The standard error', () => {
  it('is that of the mean, and 0 of what has no spread', () => {
    expect(standardError([1, 3])).toBeCloseTo(1);
    expect(standardError([2])).toBe(0);
  });
});

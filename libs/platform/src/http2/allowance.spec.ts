import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Allowance } from './allowance.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const spent = (allowance: Allowance, times: number) =>
  Array.from({ length: times }, () => allowance.spend()).filter(Boolean).length;

describe(Allowance, () => {
  it('allows so many at once, and more as time passes, never more than at once', () => {
    const allowance = new Allowance(10, 2);
    expect(spent(allowance, 20)).toBe(10);
    vi.advanceTimersByTime(1500);
    expect(spent(allowance, 20)).toBe(3);
    vi.advanceTimersByTime(60_000);
    expect(spent(allowance, 20)).toBe(10);
  });

  it('allows more for useful work', () => {
    const allowance = new Allowance(10, 0);
    spent(allowance, 10);
    allowance.earn(4);
    expect(spent(allowance, 20)).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import { readTimeout } from './grpc-timeout.js';

describe(readTimeout, () => {
  it.each([
    ['2H', 7_200_000],
    ['3M', 180_000],
    ['15S', 15_000],
    ['99999999m', 99_999_999],
    ['1500u', 1.5],
    ['0n', 0],
  ])('reads %s', (value, ms) => {
    expect(readTimeout(value)).toBeCloseTo(ms, 6);
  });

  it.each(['', 'S', '5', '5s', '123456789S', '-1S', '1.5S', ' 1S'])('refuses %j', (value) => {
    expect(readTimeout(value)).toBeUndefined();
  });
});

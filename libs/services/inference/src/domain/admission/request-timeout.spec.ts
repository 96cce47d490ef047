import { describe, expect, it } from 'vitest';
import { requestTimeout } from './request-timeout.js';

const timeout = (headers: Readonly<Record<string, string>>) =>
  requestTimeout((name) => headers[name]);

describe(requestTimeout, () => {
  it.each([
    [{}, undefined],
    [{ 'grpc-timeout': '2H' }, 7_200_000],
    [{ 'grpc-timeout': '3M' }, 180_000],
    [{ 'grpc-timeout': '3S' }, 3_000],
    [{ 'grpc-timeout': '250m' }, 250],
    [{ 'grpc-timeout': '500u' }, 0.5],
    [{ 'grpc-timeout': '99999999n' }, 99.999999],
    [{ 'x-request-timeout-ms': '1500' }, 1_500],
    [{ 'x-request-timeout-ms': '0' }, 0],
    [{ 'grpc-timeout': '1S', 'x-request-timeout-ms': '20' }, 20],
    [{ 'grpc-timeout': '10m', 'x-request-timeout-ms': '20' }, 10],
  ])('reads %j as %s ms', (headers, ms) => {
    if (ms === undefined) expect(timeout(headers)).toBeUndefined();
    else expect(timeout(headers)).toBeCloseTo(ms, 9);
  });

  it.each<Readonly<Record<string, string>>>([
    { 'grpc-timeout': '' },
    { 'grpc-timeout': '10' },
    { 'grpc-timeout': '123456789m' },
    { 'grpc-timeout': '-1S' },
    { 'x-request-timeout-ms': '1.5' },
    { 'x-request-timeout-ms': '1e9' },
    { 'x-request-timeout-ms': ' 5' },
  ])('refuses %j, and names the header', (headers) => {
    expect(() => timeout(headers)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: expect.stringContaining(Object.keys(headers)[0] ?? '') as string,
      }) as Error,
    );
  });
});

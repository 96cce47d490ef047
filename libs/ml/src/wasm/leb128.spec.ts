import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedLeb, unsignedLeb } from './leb128.js';

/** The number that bytes stand for, read from the end. */
function read(bytes: readonly number[], signed: boolean): bigint {
  const last = bytes[bytes.length - 1] ?? 0;
  const start = signed && (last & 64) !== 0 ? -1n : 0n;
  return [...bytes].reverse().reduce((sum, byte) => (sum << 7n) | BigInt(byte & 127), start);
}

const goesOn = (bytes: readonly number[]) => bytes.map((byte) => byte >= 128);
const allButTheLast = (bytes: readonly number[]) => bytes.map((_, at) => at < bytes.length - 1);

describe('LEB128', () => {
  it('keeps numbers without a sign', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (number) => {
        const bytes = unsignedLeb(number);
        expect(read(bytes, false)).toBe(BigInt(number));
        expect(goesOn(bytes)).toEqual(allButTheLast(bytes));
      }),
    );
  });

  it('keeps numbers with a sign', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (number) => {
        const bytes = signedLeb(number);
        expect(read(bytes, true)).toBe(number);
        expect(goesOn(bytes)).toEqual(allButTheLast(bytes));
      }),
    );
  });

  it('writes the examples of its definition', () => {
    expect(unsignedLeb(624485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(signedLeb(-123456n)).toEqual([0xc0, 0xbb, 0x78]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from './json-bytes.js';

const read = (text: string) => new JsonBytes(Buffer.from(text)).number();

describe('a number read from the bytes of JSON', () => {
  it('is the double that any other reader takes it for', () => {
    const digits = (least: number, most: number) =>
      fc.array(fc.nat(9), { minLength: least, maxLength: most }).map((list) => list.join(''));
    const decimal = fc
      .tuple(fc.constantFrom('', '-'), digits(1, 22), digits(0, 26))
      .map(([sign, whole, part]) => {
        const head = whole.replace(/^0+(?=\d)/, '');
        return `${sign}${head}${part === '' ? '' : `.${part}`}`;
      });
    const written = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `${value}`);
    fc.assert(
      fc.property(fc.oneof(written, decimal), (text) => {
        expect(read(text)).toBe(Number(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    // Halves between two doubles, and their neighbours: rounding is to the even one, or to the nearer.
    '9007199254740993',
    '9007199254740993.0001',
    '9007199254740992.9999',
    '1.00000000000000011102230246251565404',
    '1.0000000000000001110223024625156541',
    '0.500000000000000166533453693773481063544750213623046875',
    '4503599627370497.5',
    '4503599627370496.5',
    '0.3000000000000000444',
    '9999999999999999999',
    '99999999999999999.99',
    '-0',
    '-0.00000000000000000000001',
    '123456789012345678901234567890',
    '1.7976931348623157e308',
    '5e-324',
  ])('is rounded as it must be: %s', (text) => {
    expect(read(text)).toBe(Number(text));
  });

  it.each(['', '-', '01', '1.', '.5', '1e', '1e999', 'NaN', '+1'])('is none: %j', (text) => {
    expect(read(text)).toBeNaN();
  });
});

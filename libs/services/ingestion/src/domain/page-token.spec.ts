import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIntegerToken, decodeTextToken, encodePageToken } from './page-token.js';

describe('page tokens', () => {
  it('give back the key they were made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, integer) => {
        fc.pre(!text.includes('\0'));
        expect(decodeTextToken(encodePageToken(text))).toBe(text);
        expect(decodeIntegerToken(encodePageToken(integer))).toBe(integer);
      }),
    );
  });

  it.each(['', '%', 'bm90IGpzb24', encodePageToken('text'), encodePageToken(1.5)])(
    'that were made up are refused: %j',
    (token) => {
      expect(() => decodeIntegerToken(token)).toThrow(
        expect.objectContaining({ code: 'invalid_argument' }) as Error,
      );
    },
  );

  it('refuse a number where a name is expected', () => {
    expect(() => decodeTextToken(encodePageToken(3))).toThrow('page token');
  });
});

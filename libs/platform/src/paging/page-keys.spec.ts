import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integerKeys, textKeys, timeKeys } from './page-keys.js';

const tokenOf = <Key>(keys: { page: typeof textKeys.page }, key: Key) =>
  keys.page([key, key], { pageSize: 1 }, (last) => last as never).nextPageToken ?? '';

describe('the token of a page', () => {
  it('gives back the key it was made of', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .filter((key) => !key.includes('\0'));
    const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') });
    fc.assert(
      fc.property(text, fc.integer(), time, (id, integer, at) => {
        const after = (token: string) => ({ pageSize: 1, pageToken: token });
        expect(textKeys.after(after(tokenOf(textKeys, id)))).toBe(id);
        expect(integerKeys.after(after(tokenOf(integerKeys as never, integer)))).toBe(integer);
        expect(timeKeys.after(after(tokenOf(timeKeys as never, { at, id })))).toEqual({ at, id });
      }),
    );
  });

  it.each(['', '%', 'bm90IGpzb24', 'InRleHQi', 'MS41', 'MWUxMA'])(
    'that was made up is refused: %j',
    (pageToken) => {
      const refused = expect.objectContaining({
        code: 'invalid_argument',
        faults: [expect.objectContaining({ field: 'pageToken' })],
      }) as Error;
      expect(() => integerKeys.after({ pageSize: 1, pageToken })).toThrow(refused);
      expect(() => timeKeys.after({ pageSize: 1, pageToken })).toThrow(refused);
    },
  );
});

describe('a page', () => {
  it('has a next one only when a row more was read', () => {
    const rows = ['a', 'b', 'c'];
    const own = (row: string) => row;
    expect(textKeys.page(rows, { pageSize: 3 }, own)).toEqual({ items: rows });
    const { items, nextPageToken } = textKeys.page(rows, { pageSize: 2 }, own);
    expect(items).toEqual(['a', 'b']);
    expect(textKeys.after({ pageSize: 2, pageToken: nextPageToken })).toBe('b');
    expect(textKeys.after({ pageSize: 2 })).toBeUndefined();
  });
});

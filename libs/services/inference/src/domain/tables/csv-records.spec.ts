import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRecords } from './csv-records.js';

const read = (...pieces: string[]) => {
  const records = new CsvRecords();
  return [...pieces.flatMap((piece) => records.push(piece)), ...records.finish()];
};

describe(CsvRecords, () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a\r1\r', [['a'], ['1']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a\n\n\nb', [['a'], ['b']]],
    ['"a,b","c\nd"', [['a,b', 'c\nd']]],
    ['"say ""so"""', [['say "so"']]],
    ['""\n', [['']]],
    ['a"b', [['a"b']]],
    ['', []],
  ])('reads %j', (text, records) => {
    expect(read(text)).toEqual(records);
  });

  it('reads the same wherever the text is cut', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    const record = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(record), fc.array(fc.nat({ max: 200 })), (records, cuts) => {
        const text = records
          .map((fields) => fields.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join('\r\n');
        const places = [0, ...cuts, text.length]
          .map((cut) => Math.min(cut, text.length))
          .sort((a, b) => a - b);
        const pieces = places.slice(1).map((to, at) => text.slice(places[at], to));
        expect(read(...pieces)).toEqual(records);
      }),
    );
  });

  it.each([
    ['"a', /never closed/],
    ['"a"b', /follows the closing quote/],
    ['a'.repeat(2 ** 20 + 1), /longer than/],
  ])('refuses what it cannot read', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

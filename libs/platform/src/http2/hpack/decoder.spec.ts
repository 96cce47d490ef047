import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../connection-error.js';
import { HeaderDecoder } from './decoder.js';
import { encodeFields } from './encoder.js';

type Pair = [name: string, value: string];

function decode(decoder: HeaderDecoder, block: Buffer): Pair[] | undefined {
  // The block lies among other bytes, as it does in a frame.
  const bytes = Buffer.concat([Buffer.of(0xff), block, Buffer.of(0xff)]);
  return decoder.decode(bytes, 1, bytes.length - 1)?.map(({ name, value }) => [name, value]);
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const anyText = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'));

describe(HeaderDecoder, () => {
  it('reads the requests of RFC 7541, C.4, each by what the ones before it left', () => {
    const decoder = new HeaderDecoder(2 ** 14);
    const request = (...more: Pair[]): Pair[] => [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
      ...more,
    ];
    expect(decode(decoder, hex('8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'))).toEqual(request());
    expect(decode(decoder, hex('8286 84be 5886 a8eb 1064 9cbf'))).toEqual(
      request(['cache-control', 'no-cache']),
    );
    expect(
      decode(decoder, hex('8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf')),
    ).toEqual([
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ]);
  });

  it('lets the oldest go when the table is full, and keeps none that is larger than the table', () => {
    const decoder = new HeaderDecoder(2 ** 16);
    const indexed = (name: string, value: string) =>
      Buffer.concat([
        Buffer.of(0x40, name.length),
        Buffer.from(name),
        Buffer.of(0x7f, 0x80 | ((value.length - 127) & 0x7f), (value.length - 127) >> 7),
        Buffer.from(value),
      ]);
    for (const name of ['a', 'b', 'c']) decode(decoder, indexed(name, name.repeat(1500)));
    expect(decode(decoder, Buffer.of(0xbe, 0xbf))).toEqual([
      ['c', 'c'.repeat(1500)],
      ['b', 'b'.repeat(1500)],
    ]);
    expect(() => decode(decoder, Buffer.of(0xc0))).toThrow(ConnectionError);
    decode(decoder, indexed('d', 'd'.repeat(5000)));
    expect(() => decode(decoder, Buffer.of(0xbe))).toThrow(ConnectionError);
  });

  it('reads what the encoder writes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 10 }), (fields) => {
        expect(decode(new HeaderDecoder(2 ** 16), encodeFields(fields))).toEqual(fields);
      }),
    );
  });

  it('gives up a list that is too long, and reads the next block by what that one left', () => {
    const decoder = new HeaderDecoder(100);
    // A field of 42 bytes that stays in the table, three times.
    expect(decode(decoder, hex('40 0561626364 65 05 3132333435 bebe'))).toBeUndefined();
    expect(decode(decoder, hex('be'))).toEqual([['abcde', '12345']]);
  });

  it.each([
    ['an index of nothing', '80'],
    ['an index beyond the tables', 'be'],
    ['a number without end', 'ff80'],
    ['a number too large', 'ffffffffff7f'],
    ['a text without end', '00 05 61'],
    ['a field without a value', '00 01 61'],
    ['a table larger than agreed on', '3fe21f'],
    ['a size of the table behind a field', '82 20'],
    ['a text that is no Huffman code', '00 81 00 00'],
  ])('refuses %s', (_, block) => {
    expect(() => decode(new HeaderDecoder(2 ** 14), hex(block))).toThrow(
      expect.objectContaining({ name: 'ConnectionError', code: 9 }),
    );
  });

  it('reads or refuses whatever bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (blocks) => {
        const decoder = new HeaderDecoder(2 ** 14);
        try {
          for (const block of blocks) decode(decoder, Buffer.from(block));
        } catch (caught) {
          expect(caught).toBeInstanceOf(ConnectionError);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLengths, huffmanCodes } from './huffman-code.js';
import { decodeHuffman } from './huffman.js';

const codes = huffmanCodes();

/** The code of a text as a string of bits, as RFC 7541 draws it. */
function bitsOf(bytes: Iterable<number>): string {
  let bits = '';
  for (const byte of bytes) bits += codes[byte]!.toString(2).padStart(codeLengths[byte]!, '0');
  return bits;
}

function packed(bits: string): Buffer {
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const padded = (bits: string) => packed(bits.padEnd(Math.ceil(bits.length / 8) * 8, '1'));
const decoded = (bytes: Buffer) => decodeHuffman(bytes, 0, bytes.length);

describe(decodeHuffman, () => {
  // RFC 7541, appendix C.
  it.each([
    ['f1e3c2e5f23a6ba0ab90f4ff', 'www.example.com'],
    ['a8eb10649cbf', 'no-cache'],
    ['25a849e95ba97d7f', 'custom-key'],
    ['d07abe941054d444a8200595040b8166e082a62d1bff', 'Mon, 21 Oct 2013 20:13:21 GMT'],
  ])('reads %s as the RFC does', (hex, text) => {
    expect(decoded(Buffer.from(hex, 'hex'))).toBe(text);
  });

  it('reads every text of bytes as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decoded(padded(bitsOf(bytes)))).toBe(Buffer.from(bytes).toString('latin1'));
      }),
    );
  });

  it.each([
    ['padding that is not all ones', packed('00011' + '110')],
    ['a whole byte of padding', packed('00011111' + '11111111')],
    ['the end of string within', packed('1'.repeat(30) + '11')],
  ])('refuses %s', (_, bytes) => {
    expect(decoded(bytes)).toBeUndefined();
  });
});

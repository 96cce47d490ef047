/**
 * The text without its byte-order mark, in UTF-8 or in an 8-bit code; UTF-16 (by its mark, or by the zero bytes of its
 * first characters) is recoded to UTF-8. Which of the two it is shows only when it is decoded: `byteTextDecoder`.
 */
export function toByteText(raw: Uint8Array): Uint8Array {
  if (raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf) return raw.subarray(3);
  const utf16 = utf16Of(raw);
  if (utf16 === undefined) return raw;
  // TextDecoder takes the mark away.
  return new TextEncoder().encode(new TextDecoder(utf16).decode(raw));
}

function utf16Of(raw: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (raw[0] === 0xff && raw[1] === 0xfe) return 'utf-16le';
  if (raw[0] === 0xfe && raw[1] === 0xff) return 'utf-16be';
  if (raw.length < 4) return undefined;
  if (raw[0] !== 0 && raw[1] === 0 && raw[2] !== 0 && raw[3] === 0) return 'utf-16le';
  if (raw[0] === 0 && raw[1] !== 0 && raw[2] === 0 && raw[3] !== 0) return 'utf-16be';
  return undefined;
}

/** Texts whose characters stand for bytes, decoded: all as UTF-8 when all are valid UTF-8, otherwise as Windows-1252. */
export function decodeByteStrings(texts: readonly (readonly string[])[]): string[][] {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return texts.map((group) => group.map((text) => decodeUtf8(text, utf8)));
  } catch {
    return texts.map((group) => group.map(decodeWindows1252));
  }
}

const beyondAscii = /[\u0080-\u00ff]/;

function decodeUtf8(text: string, decoder: InstanceType<typeof TextDecoder>): string {
  return beyondAscii.test(text) ? decoder.decode(Buffer.from(text, 'latin1')) : text;
}

/**
 * The bytes 0x80 to 0x9f in the superset of Latin-1 that spreadsheets write (WHATWG Encoding, index windows-1252; five
 * stay control characters). Written out, because the TextDecoder of Node 20 takes that code for plain Latin-1.
 */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (byte) => windows1252[byte.charCodeAt(0) - 0x80] ?? byte);
}

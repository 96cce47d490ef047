const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;

/** Takes what a scan finds, field by field. */
export interface RecordSink {
  /** A field as it stands in the file: `bytes[start, end)`, quotes and surrounding blanks taken off. */
  field(column: number, start: number, end: number): void;
  /** A field that had to be put together, because it holds quotes: one character a byte. */
  text(column: number, text: string): void;
  /**
   * A row ended.
   * @param fields how many it has
   * @param line the line on which it began, from 1
   * @returns false to stop the scan
   */
  record(fields: number, line: number): boolean;
  /** The row breaks the rules of quoting. */
  broken(line: number, reason: 'unclosed quote' | 'text after a closing quote'): void;
}

/**
 * Cuts a text into records and fields as RFC 4180 has it, and a little beyond: rows end with LF, CRLF or CR, mixed as
 * they come; blank lines are no rows; blanks around an unquoted field are not part of it; a quote inside an unquoted
 * field is a character like any other.
 */
export function scanRecords(bytes: Uint8Array, delimiter: number, sink: RecordSink): void {
  const length = bytes.length;
  let at = 0;
  let line = 1;
  while (at < length) {
    const end = endOfBlanks(bytes, at, delimiter);
    if (end === length || bytes[end] === lineFeed || bytes[end] === carriageReturn) {
      at = afterLineEnd(bytes, end);
      line++;
      continue;
    }
    const recordLine = line;
    let column = 0;
    for (;;) {
      at = endOfBlanks(bytes, at, delimiter);
      if (bytes[at] === quote && at < length) {
        const opened = at++;
        let escapes = 0;
        for (; at < length; at++) {
          const byte = bytes[at];
          if (byte === quote) {
            if (bytes[at + 1] !== quote || at + 1 >= length) break;
            escapes++;
            at++;
          } else if (byte === lineFeed || (byte === carriageReturn && bytes[at + 1] !== lineFeed)) {
            line++;
          }
        }
        if (at >= length) {
          sink.broken(recordLine, 'unclosed quote');
          return;
        }
        if (escapes === 0) sink.field(column, opened + 1, at);
        else sink.text(column, unescaped(bytes, opened + 1, at));
        at++;
        at = endOfBlanks(bytes, at, delimiter);
        const next = bytes[at];
        if (at < length && next !== delimiter && next !== lineFeed && next !== carriageReturn) {
          sink.broken(recordLine, 'text after a closing quote');
          return;
        }
      } else {
        const start = at;
        let byte = bytes[at];
        while (at < length && byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
          byte = bytes[++at];
        }
        let end = at;
        while (end > start && isBlank(bytes[end - 1])) end--;
        sink.field(column, start, end);
      }
      column++;
      if (at >= length || bytes[at] !== delimiter) break;
      at++;
    }
    at = afterLineEnd(bytes, at);
    line++;
    if (!sink.record(column, recordLine)) return;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

function endOfBlanks(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start;
  while (isBlank(bytes[at]) && bytes[at] !== delimiter) at++;
  return at;
}

function afterLineEnd(bytes: Uint8Array, at: number): number {
  return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
}

function unescaped(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .replaceAll('""', '"');
}

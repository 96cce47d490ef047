import { PlatformError } from '@millrace/platform';

/** Characters of one record at most: without an end, an unclosed quote would gather the whole stream. */
const maxRecordLength = 2 ** 20;

type Place =
  'at the start of a field' | 'in a plain field' | 'in quotes' | 'after a quote in quotes';

/**
 * Cuts a text that comes in pieces into records (RFC 4180, commas): rows end with LF, CRLF or CR, blank lines are no
 * rows. What is not finished is kept for the next piece.
 */
export class CsvRecords {
  #place: Place = 'at the start of a field';
  #field = '';
  #record: string[] = [];
  #length = 0;
  #afterReturn = false;

  /**
   * The records that this piece completes.
   * @throws PlatformError `invalid_argument` for a record that is broken or too long
   */
  push(text: string): string[][] {
    const records: string[][] = [];
    for (const character of text) {
      const lineFeed = character === '\n';
      const crlf = lineFeed && this.#afterReturn;
      this.#afterReturn = character === '\r' && this.#place !== 'in quotes';
      if (crlf) continue;
      this.#take(character, records);
    }
    return records;
  }

  /**
   * The last record, when it has no line end.
   * @throws PlatformError `invalid_argument` when it ends within quotes
   */
  finish(): string[][] {
    if (this.#place === 'in quotes') throw broken('a quote is opened and never closed');
    const records: string[][] = [];
    this.#endRecord(records);
    return records;
  }

  #take(character: string, records: string[][]): void {
    this.#length += character.length;
    if (this.#length > maxRecordLength) {
      throw broken(`a row is longer than ${maxRecordLength} characters`);
    }
    if (this.#place === 'in quotes') {
      if (character === '"') this.#place = 'after a quote in quotes';
      else this.#field += character;
    } else if (this.#place === 'after a quote in quotes' && character === '"') {
      this.#field += '"';
      this.#place = 'in quotes';
    } else if (character === ',') {
      this.#endField();
    } else if (character === '\n' || character === '\r') {
      this.#endRecord(records);
    } else if (character === '"' && this.#place === 'at the start of a field') {
      this.#place = 'in quotes';
    } else if (this.#place === 'after a quote in quotes') {
      throw broken('text follows the closing quote of a field');
    } else {
      this.#field += character;
      this.#place = 'in a plain field';
    }
  }

  #endField(): void {
    this.#record.push(this.#field);
    this.#field = '';
    this.#place = 'at the start of a field';
  }

  #endRecord(records: string[][]): void {
    const blank = this.#record.length === 0 && this.#field === '';
    if (!blank || this.#place === 'after a quote in quotes') {
      this.#endField();
      records.push(this.#record);
    }
    this.#record = [];
    this.#field = '';
    this.#length = 0;
    this.#place = 'at the start of a field';
  }
}

function broken(reason: string): PlatformError {
  return new PlatformError('invalid_argument', `The CSV cannot be read: ${reason}.`);
}

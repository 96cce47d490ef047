import type { Frame } from '../frame.js';
import { ColumnBuilder } from './column-builder.js';
import { CsvError, type CsvFault } from './csv-error.js';
import { detectDelimiter } from './delimiter.js';
import { decodeByteStrings, toByteText } from './encoding.js';
import { scanRecords, type RecordSink } from './scan-records.js';

const maxColumns = 16_384;
const maxFaults = 20;

/**
 * Reads a CSV file that comes in pieces. The first row holds the names of the columns. Delimiter, encoding (UTF-8,
 * UTF-16, Windows-1252) and the type of each column are found out; text such as `NA`, `null`, `?` and an empty field
 * are missing values; whole numbers past 2^53 and numbers with leading zeros stay text.
 */
export class CsvReader {
  readonly #chunks: Uint8Array[] = [];

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** @throws CsvError naming the lines that are no rows of a table */
  finish(): Frame {
    const raw = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks.length = 0;
    return parseCsv(raw ?? new Uint8Array());
  }
}

/** The table in the bytes of a CSV file; see `CsvReader`. @throws CsvError */
export function parseCsv(raw: Uint8Array): Frame {
  const bytes = toByteText(raw);
  const delimiter = detectDelimiter(bytes);
  const faults: CsvFault[] = [];
  const header: string[] = [];
  let builders: ColumnBuilder[] | undefined;
  let rowCount = 0;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  const sink: RecordSink = {
    field(column, start, end) {
      if (builders) builders[column]?.addField(start, end);
      else if (column < maxColumns) header.push(text.toString('latin1', start, end));
    },
    text(column, field) {
      if (builders) builders[column]?.addText(field);
      else if (column < maxColumns) header.push(field);
    },
    record(fields, line) {
      if (!builders) {
        if (fields > maxColumns) {
          faults.push({ line, message: `There are more than ${maxColumns} columns.` });
          return false;
        }
        faults.push(...repeatedNames(header, line));
        builders = header.map(() => new ColumnBuilder(bytes, estimatedRows(bytes)));
        return faults.length === 0;
      }
      if (fields !== header.length) {
        faults.push({
          line,
          message: `The row has ${counted(fields, 'field')}; the header has ${header.length}.`,
        });
        return faults.length < maxFaults;
      }
      rowCount++;
      return true;
    },
    broken(line, reason) {
      faults.push({
        line,
        message:
          reason === 'unclosed quote'
            ? 'A quote is opened in this row and never closed.'
            : 'Text follows the closing quote of a field; a quote inside quotes must be doubled.',
      });
    },
  };
  scanRecords(bytes, delimiter, sink);

  if (faults.length > 0) throw new CsvError(faults);
  if (!builders) throw new CsvError([{ message: 'The file is empty.' }]);
  if (rowCount === 0) throw new CsvError([{ message: 'The file has a header and no rows.' }]);
  const complete: readonly ColumnBuilder[] = builders;
  readLostText(bytes, delimiter, complete);

  const [names = [], ...categories] = decodeByteStrings([
    header,
    ...complete.map(({ byteCategories }) => byteCategories),
  ]);
  return {
    rowCount,
    columns: complete.map((builder, column) =>
      builder.build(names[column] ?? '', categories[column] ?? []),
    ),
  };
}

/** Reads once more the columns that began as numbers and turned out to be text. */
function readLostText(
  bytes: Uint8Array,
  delimiter: number,
  builders: readonly ColumnBuilder[],
): void {
  const lost = builders.map((builder) => (builder.lostText ? builder : undefined));
  if (lost.every((builder) => builder === undefined)) return;
  for (const builder of lost) builder?.restartAsText();
  let inHeader = true;
  scanRecords(bytes, delimiter, {
    field(column, start, end) {
      if (!inHeader) lost[column]?.addField(start, end);
    },
    text(column, text) {
      if (!inHeader) lost[column]?.addText(text);
    },
    record() {
      inHeader = false;
      return true;
    },
    broken: () => undefined,
  });
}

function repeatedNames(names: readonly string[], line: number): CsvFault[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  return [...repeated].slice(0, maxFaults).map((name) => ({
    line,
    message:
      name === ''
        ? 'Several columns have no name.'
        : `Several columns are named ${JSON.stringify(decodeByteStrings([[name]])[0]?.[0])}.`,
  }));
}

/** From the length of the first rows. */
function estimatedRows(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, 64 * 1024);
  let lines = 0;
  for (const byte of sample) if (byte === 10 || byte === 13) lines++;
  return Math.ceil((bytes.length / Math.max(1, sample.length)) * (lines + 1));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import { PlatformError } from '@millrace/platform';
import type { LoadedModel } from '../loaded-model.js';
import type { ReadInput } from '../read-input.js';
import { readInstances } from '../read-instances.js';
import { CsvRecords } from './csv-records.js';
import { csvPlaces, readCsvRows } from './csv-table.js';
import { TextLines } from './text-lines.js';

/** Rows of a stream that came together. */
export interface RowChunk {
  readonly rows: number;
  /** Reads the rows `from` up to but without `to`. */
  readonly read: (from: number, to: number) => ReadInput;
}

/** Rows answered at once: enough to be quick, few enough that memory and waiting stay small. */
export const maxRows = 1_000;

/**
 * The rows of newline-delimited JSON: an object of features a line. A line that is no JSON is a row that does not fit.
 * @throws PlatformError `invalid_argument` for a line without an end
 */
export async function* ndjsonChunks(
  loaded: Pick<LoadedModel, 'inputs'>,
  texts: AsyncIterable<string>,
): AsyncGenerator<RowChunk> {
  const lines = new TextLines();
  const chunkOf = (part: readonly string[]): RowChunk => {
    const instances = part.map(instanceOf);
    return {
      rows: instances.length,
      read: (from, to) => readInstances(loaded.inputs, instances.slice(from, to)),
    };
  };
  for await (const text of texts) yield* parts(lines.push(text)).map(chunkOf);
  yield* parts(lines.finish()).map(chunkOf);
}

function instanceOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // What is no object is refused with its place.
    return undefined;
  }
}

/**
 * The rows of CSV whose header names every feature.
 * @throws PlatformError `invalid_argument` for a text that is no table, or misses a feature
 */
export async function* csvChunks(
  { inputs }: Pick<LoadedModel, 'inputs'>,
  texts: AsyncIterable<string>,
): AsyncGenerator<RowChunk> {
  const reader = new CsvRecords();
  let header: { readonly places: readonly number[]; readonly width: number } | undefined;
  const chunksOf = (records: string[][]): RowChunk[] => {
    const rows = records;
    if (header === undefined) {
      const names = rows.shift();
      if (names === undefined) return [];
      header = { places: csvPlaces(inputs, names), width: names.length };
    }
    const { places, width } = header;
    return parts(rows).map((part) => ({
      rows: part.length,
      read: (from, to) => readCsvRows(inputs, places, { records: part.slice(from, to), width }),
    }));
  };
  for await (const text of texts) yield* chunksOf(reader.push(text));
  yield* chunksOf(reader.finish());
  if (header === undefined) throw new PlatformError('invalid_argument', 'The CSV has no header.');
}

function parts<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / maxRows) }, (_, index) =>
    rows.slice(index * maxRows, (index + 1) * maxRows),
  );
}

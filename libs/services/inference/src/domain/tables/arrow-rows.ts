import {
  ArrowFormatError,
  ArrowReader,
  type ArrowBatch,
  type Column,
  type Frame,
} from '@millrace/frame';
import { PlatformError } from '@millrace/platform';
import type { InputTableWriter } from '../input-table-writer.js';
import type { InputColumn } from '../input-column.js';
import type { ModelInputs } from '../model-inputs.js';
import { FaultList, pointerTo, type ReadInput } from '../read-input.js';
import { maxRows, type RowChunk } from './row-chunks.js';

/**
 * The rows of Arrow IPC with a column a feature, as they come. Other columns are left alone.
 * @param hold is told of bytes before they are kept, once for the most that are kept at a time, and may throw
 * @throws PlatformError `invalid_argument` for bytes that are not Arrow IPC, or miss a feature
 */
export async function* arrowChunks(
  { inputs }: { readonly inputs: ModelInputs },
  bytes: AsyncIterable<Uint8Array>,
  hold: (bytes: number) => void,
): AsyncGenerator<RowChunk> {
  const reader = new ArrowRows(inputs);
  let held = 0;
  for await (const chunk of bytes) {
    const batches = reader.push(chunk);
    if (reader.kept > held) {
      hold(reader.kept - held);
      held = reader.kept;
    }
    for (const batch of batches) yield* chunksOf(inputs, batch);
  }
  reader.finish();
}

function* chunksOf(inputs: ModelInputs, batch: ArrowBatch): Generator<RowChunk> {
  for (let start = 0; start < batch.rows; start += maxRows) {
    const rows = Math.min(maxRows, batch.rows - start);
    yield {
      rows,
      read: (from, to) => readFrames(inputs, [told(() => batch.frame(start + from, start + to))]),
    };
  }
}

/**
 * The rows of one body of Arrow IPC.
 * @throws PlatformError `invalid_argument` for bytes that are not Arrow IPC, that miss a feature, or have no rows or too
 * many
 */
export function readArrowBody(inputs: ModelInputs, body: Uint8Array): ReadInput {
  const reader = new ArrowRows(inputs);
  const batches = reader.push(body);
  reader.finish();
  // Told of how many there are before any is decoded.
  inputs.write(batches.reduce((sum, { rows }) => sum + rows, 0));
  return readFrames(
    inputs,
    batches.map((batch) => told(() => batch.frame())),
  );
}

/** Arrow IPC of the features of a model. */
class ArrowRows {
  readonly #inputs: ModelInputs;
  readonly #reader: ArrowReader;
  #checked = false;

  constructor(inputs: ModelInputs) {
    this.#inputs = inputs;
    this.#reader = new ArrowReader(new Set(inputs.columns.map(({ name }) => name)));
  }

  get kept(): number {
    return this.#reader.kept;
  }

  push(chunk: Uint8Array): ArrowBatch[] {
    const batches = told(() => this.#reader.push(chunk));
    const { columns } = this.#reader;
    if (columns && !this.#checked) {
      checkColumns(this.#inputs, columns);
      this.#checked = true;
    }
    return batches;
  }

  finish(): void {
    told(() => {
      this.#reader.finish();
    });
  }
}

function told<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ArrowFormatError)) throw error;
    throw new PlatformError('invalid_argument', error.message);
  }
}

function checkColumns({ columns }: ModelInputs, sent: NonNullable<ArrowReader['columns']>): void {
  const types = new Map(sent.map(({ name, type }) => [name, type.kind]));
  const faults = columns.flatMap(({ name, numeric }) => {
    const kind = types.get(name);
    if (kind === undefined) return [{ field: pointerTo('', name), message: 'has no column' }];
    if (kind === 'nothing' || numeric === (kind === 'integer' || kind === 'float')) return [];
    const message = numeric
      ? `must be a column of numbers, not of ${kinds[kind]}`
      : `must be a column of texts or booleans, not of ${kinds[kind]}`;
    return [{ field: pointerTo('', name), message }];
  });
  if (faults.length === 0) return;
  const message = 'The table must have a column of its type for every feature of the model.';
  throw new PlatformError('invalid_argument', message, { faults: faults.slice(0, 100) });
}

const kinds = {
  integer: 'integers',
  float: 'floats',
  boolean: 'booleans',
  text: 'texts',
  dictionary: 'texts',
  other: 'another kind',
} as const;

/** @throws PlatformError `invalid_argument` for no rows or too many */
function readFrames(inputs: ModelInputs, frames: readonly Frame[]): ReadInput {
  const faults = new FaultList();
  const table = inputs.write(frames.reduce((sum, { rowCount }) => sum + rowCount, 0));
  let start = 0;
  for (const { rowCount, columns } of frames) {
    const byName = new Map(columns.map((column) => [column.name, column]));
    inputs.columns.forEach((input, place) => {
      const column = byName.get(input.name);
      if (column) putColumn(table, { input, place, column, start }, faults);
    });
    start += rowCount;
  }
  return faults.orTable(() => table.finish());
}

function putColumn(
  table: InputTableWriter,
  {
    input,
    place,
    column,
    start,
  }: {
    readonly input: InputColumn;
    readonly place: number;
    readonly column: Column;
    readonly start: number;
  },
  faults: FaultList,
): void {
  if (column.kind === 'numeric') {
    // Of a category, nothing but missing values: the types were compared when the schema came.
    if (!input.numeric) return;
    column.values.forEach((value, row) => {
      const wrong = table.putNumber(start + row, place, value);
      if (wrong !== undefined) faults.add(pointerTo(`/rows/${start + row}`, input.name), wrong);
    });
    return;
  }
  column.codes.forEach((code, row) => {
    const text = column.categories[code];
    if (text !== undefined) table.putText(start + row, place, text);
  });
}

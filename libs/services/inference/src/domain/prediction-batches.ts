import type { JournalHeading, JournalRecord } from '@millrace/ports';
import { LogLineWriter } from './log-line.js';
import { decodeHeading, decodeRecord, type RecordHeading } from './prediction-record.js';

/** Lines of one model and day out of one segment of the journal: a file of the prediction log. */
export interface PredictionBatch {
  readonly model: string;
  /** UTC day of the predictions, `yyyy-mm-dd`. */
  readonly day: string;
  /** The file, NDJSON, in pieces. */
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly rows: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly versions: readonly number[];
  /** Every feature and class that occurs, in order of first appearance: the columns of a download. */
  readonly features: readonly string[];
  readonly classes: readonly string[];
}

interface Growing {
  readonly model: string;
  readonly day: string;
  text: string;
  readonly chunks: Uint8Array[];
  bytes: number;
  rows: number;
  firstAt: number;
  lastAt: number;
  readonly versions: Set<number>;
  readonly features: Set<string>;
  readonly classes: Set<string>;
}

interface Reader {
  readonly heading: RecordHeading;
  readonly writer: LogLineWriter;
}

const chunkLength = 2 ** 16;

/** Groups rows by model and day, keeping their order: the same records always make the same batches. */
export async function batchesOf(records: AsyncIterable<JournalRecord>): Promise<PredictionBatch[]> {
  const growing = new Map<string, Growing>();
  const readers = new Map<JournalHeading, Reader>();
  for await (const record of records) {
    let reader = readers.get(record.heading);
    if (!reader) {
      const heading = decodeHeading(record.heading.bytes);
      reader = { heading, writer: new LogLineWriter(heading) };
      readers.set(record.heading, reader);
    }
    add(growing, reader, record);
  }
  return [...growing.values()].map((batch) => {
    endChunk(batch);
    return {
      model: batch.model,
      day: batch.day,
      chunks: batch.chunks,
      bytes: batch.bytes,
      rows: batch.rows,
      firstAt: new Date(batch.firstAt).toISOString(),
      lastAt: new Date(batch.lastAt).toISOString(),
      versions: [...batch.versions].sort((a, b) => a - b),
      features: [...batch.features],
      classes: [...batch.classes],
    };
  });
}

function add(
  growing: Map<string, Growing>,
  { heading, writer }: Reader,
  { bytes }: JournalRecord,
): void {
  const record = decodeRecord(bytes);
  const { model, version } = heading;
  const day = new Date(record.at).toISOString().slice(0, 10);
  const key = `${model}/${day}`;
  let batch = growing.get(key);
  if (!batch) {
    batch = begin(model, day, record.at);
    growing.set(key, batch);
  }
  for (const line of writer.linesOf(record)) {
    batch.text += line;
    if (batch.text.length > chunkLength) endChunk(batch);
  }
  batch.rows += record.table.rows;
  batch.firstAt = Math.min(batch.firstAt, record.at);
  batch.lastAt = Math.max(batch.lastAt, record.at);
  if (batch.versions.has(version)) return;
  batch.versions.add(version);
  for (const feature of writer.features) batch.features.add(feature);
  for (const label of writer.classes) batch.classes.add(label);
}

function begin(model: string, day: string, at: number): Growing {
  return {
    model,
    day,
    text: '',
    chunks: [],
    bytes: 0,
    rows: 0,
    firstAt: at,
    lastAt: at,
    versions: new Set(),
    features: new Set(),
    classes: new Set(),
  };
}

function endChunk(batch: Growing): void {
  if (batch.text === '') return;
  const chunk = Buffer.from(batch.text, 'utf8');
  batch.chunks.push(chunk);
  batch.bytes += chunk.length;
  batch.text = '';
}

import { Readable } from 'node:stream';
import type { JournalRecord, ObjectStore } from '@millrace/ports';
import { batchesOf, type PredictionBatch } from '../domain/prediction-batches.js';

/** A file of the prediction log that is in the object store. */
export interface PlacedBatch extends Omit<PredictionBatch, 'chunks'> {
  readonly file: string;
  readonly key: string;
}

/**
 * Turns the records of a segment into files of the prediction log, one a model and day, and puts them into the object
 * store. The same segment makes the same bytes under the same keys, however often it is done.
 */
export async function placePredictions(
  records: AsyncIterable<JournalRecord>,
  segmentId: string,
  objects: Pick<ObjectStore, 'put'>,
): Promise<PlacedBatch[]> {
  const placed: PlacedBatch[] = [];
  for (const { chunks, ...batch } of await batchesOf(records)) {
    const file = `${batch.day}/${segmentId}.ndjson`;
    const key = `predictions/${batch.model}/${file}`;
    await objects.put(key, Readable.from(chunks));
    placed.push({ ...batch, file, key });
  }
  return placed;
}

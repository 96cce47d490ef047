import type { Selectable } from 'kysely';
import type { PredictionBatch } from '../domain/prediction-batches.js';
import type { InferenceDb, PredictionBatchTable } from './tables.js';

/** A file of the prediction log. */
export interface BatchRecord {
  readonly model: string;
  readonly file: string;
  readonly key: string;
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly createdAt: Date;
}

function recordOf(row: Selectable<PredictionBatchTable>): BatchRecord {
  return {
    model: row.model,
    file: row.file,
    key: row.key,
    day: row.day,
    rows: row.rows,
    bytes: Number(row.bytes),
    features: JSON.parse(row.features) as string[],
    classes: JSON.parse(row.classes) as string[],
    createdAt: new Date(row.created_at),
  };
}

/** Adds a file; false when it was added before. */
export async function insertBatch(
  db: InferenceDb,
  batch: Omit<PredictionBatch, 'chunks'>,
  stored: { file: string; key: string; bytes: number; createdAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('prediction_batch')
    .values({
      model: batch.model,
      file: stored.file,
      key: stored.key,
      day: batch.day,
      rows: batch.rows,
      bytes: stored.bytes,
      first_at: new Date(batch.firstAt),
      last_at: new Date(batch.lastAt),
      features: JSON.stringify(batch.features),
      classes: JSON.stringify(batch.classes),
      created_at: stored.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('file')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Files of a model, newest first, beginning below `before`. */
export async function listBatches(
  db: InferenceDb,
  model: string,
  page: { limit: number; before: string | undefined },
): Promise<BatchRecord[]> {
  let query = db
    .selectFrom('prediction_batch')
    .selectAll()
    .where('model', '=', model)
    .orderBy('file', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('file', '<', page.before);
  return (await query.execute()).map(recordOf);
}

export interface TimeRange {
  /** Inclusive. */
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date | undefined;
}

/** Files of a model with predictions in a range of time, oldest first, beginning after `after`. */
export async function listBatchesIn(
  db: InferenceDb,
  model: string,
  range: TimeRange,
  page: { limit: number; after: string | undefined },
): Promise<BatchRecord[]> {
  let query = db
    .selectFrom('prediction_batch')
    .selectAll()
    .where('model', '=', model)
    .orderBy('file')
    .limit(page.limit);
  if (range.from) query = query.where('last_at', '>=', range.from);
  if (range.to) query = query.where('first_at', '<', range.to);
  if (page.after !== undefined) query = query.where('file', '>', page.after);
  return (await query.execute()).map(recordOf);
}

import type { TaskPool } from '@millrace/ports';
import type { PredictionBatch } from '../domain/prediction-batches.js';

/** Turns the records of a segment, found by its place, into files of the prediction log. */
export type LogLinePool = TaskPool<string, readonly PredictionBatch[]>;

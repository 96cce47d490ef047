import type { TaskPool } from '@millrace/ports';
import type { PlacedBatch } from './place-predictions.js';

/** A segment of the journal, as another thread finds it. */
export interface SegmentPlace {
  readonly id: string;
  readonly place: string;
}

/** Puts what segments hold into the object store, as files of the prediction log. */
export type LogLinePool = TaskPool<SegmentPlace, readonly PlacedBatch[]>;

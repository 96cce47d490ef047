import type { ColumnType as Stored, Kysely } from 'kysely';
import type { WithMessaging } from '@millrace/platform';

/** A `bigint`: some engines hand it out as text. */
type Bigint = Stored<number | string, number, number>;

/** A model version that has been loaded here once; the one row a model marked `serving` is loaded again at a start. */
export interface LoadedVersionTable {
  model: string;
  version: number;
  sha256: string;
  model_key: string;
  algorithm: string;
  serving: boolean;
  loaded_at: Date;
}

/** A model version that was refused, so that it is said once. */
export interface RejectedVersionTable {
  model: string;
  version: number;
  sha256: string;
  reason: string;
  rejected_at: Date;
}

/** A file of the prediction log. */
export interface PredictionBatchTable {
  model: string;
  /** `<day>/<segment>.ndjson`: sorts by time. */
  file: string;
  key: string;
  day: string;
  rows: number;
  bytes: Bigint;
  first_at: Date;
  last_at: Date;
  /** JSON arrays of names; text, because JSON columns cannot hold every character. */
  features: string;
  classes: string;
  created_at: Date;
}

/** Who answers for a model beside or instead of its champion. */
export interface TrafficPlanTable {
  model: string;
  /** JSON of the plan. */
  plan: string;
  /** JSON of the rollback limits; `null` text for none. */
  rollback: string;
  set_by: string;
  set_at: Date;
}

/** A version that lost its place by itself. */
export interface RollbackTable {
  id: string;
  model: string;
  version: number;
  previous_version: number;
  place: 'champion' | 'share';
  /** JSON array of texts. */
  reasons: string;
  at: Date;
}

/** A champion that is to lose its place: the registry is asked to move the alias after this has been written. */
export interface RollbackIntentTable {
  model: string;
  version: number;
  previous_version: number;
  /** JSON array of texts. */
  reasons: string;
  at: Date;
}

export interface InferenceTables {
  loaded_version: LoadedVersionTable;
  rejected_version: RejectedVersionTable;
  prediction_batch: PredictionBatchTable;
  traffic_plan: TrafficPlanTable;
  rollback: RollbackTable;
  rollback_intent: RollbackIntentTable;
}

/** The service's schema, or a transaction on it. */
export type InferenceDb = Kysely<WithMessaging<InferenceTables>>;

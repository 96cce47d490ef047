import type { ColumnType, Kysely } from 'kysely';
import type { DriftSide } from '@millrace/api';
import type { WithMessaging } from '@millrace/platform';
import type { DriftReport } from '@millrace/drift';
import type { FrameField } from '../domain/prediction-frame.js';

/** A `jsonb` column: read as a value, written as JSON text. */
type Json<Value> = ColumnType<Value, string, string>;

/** What a comparison is asked to do beside its two sides. */
export interface ComparisonOptions {
  readonly driftShare?: number;
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Compare these columns only; all of them when absent. */
  readonly columns?: readonly string[];
}

export interface DriftTables {
  drift_report: {
    id: string;
    /** The model, else the dataset, that the report is about. */
    subject: string;
    mode: 'dataset' | 'predictions';
    reference: Json<DriftSide>;
    current: Json<DriftSide>;
    options: Json<ComparisonOptions>;
    /** Set on what the monitor began by itself: the model it may ask to be trained, and its version. */
    model: string | null;
    model_version: number | null;
    status: 'running' | 'completed' | 'failed';
    reason: string | null;
    result: Json<DriftReport> | null;
    drifted: boolean | null;
    share: number | null;
    retraining_decision: 'requested' | 'not_requested' | null;
    retraining_reason: string | null;
    created_at: Date;
    attempts: number;
    lease_owner: string | null;
    lease_until: Date | null;
    /** Headers of the request or event that asked for the report: its correlation id goes on through it. */
    scope: Json<Readonly<Record<string, string>>>;
  };
  /** Champions and what they learned from. */
  watched_model: {
    model: string;
    version: number;
    dataset: string;
    dataset_version: number;
    target: string;
    inputs: Json<FrameField[]>;
    drifted_windows: number;
    training_requested_at: Date | null;
  };
  /** The newest version of each dataset: it may be announced before the champion it is compared with. */
  dataset_seen: { dataset: string; version: number };
  /** Announced files of the prediction log. */
  prediction_batch: {
    key: string;
    model: string;
    rows: number;
    first_at: Date;
    last_at: Date;
    versions: Json<number[]>;
    /** The report whose window the batch belongs to. */
    report_id: string | null;
  };
}

export type DriftDatabase = Kysely<WithMessaging<DriftTables>>;

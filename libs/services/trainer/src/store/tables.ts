import type { ColumnType, Generated } from 'kysely';
import type { WithMessaging } from '@millrace/platform';
import type { Evaluation, Parameters, SplitBy, TaskType, WarmStart } from '../domain/learning.js';

export type RunStatusName = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type RunTrigger = 'manual' | 'dataset' | 'drift';

/** JSON is written as text, so that arrays are not taken for PostgreSQL's own. */
type Json<Value> = ColumnType<Value, string, string>;

/** A file of a model's folder. */
export interface ModelFile {
  readonly name: string;
  /** Where it lies in the object store. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Where the refitted model lies and what it scored: kept so that a resumed run does not fit again. */
export interface StoredModel {
  /** Name of the candidate. */
  readonly candidate: string;
  readonly algorithm: string;
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
  readonly signatureJson: string;
  readonly files: readonly ModelFile[];
  /** Why its folder has no `model.onnx`. */
  readonly onnxOmitted?: string;
  readonly holdout: Evaluation;
}

/** How far a search goes: to so many trials, for so long, or to whichever comes first. */
export interface SearchBudget {
  readonly trials?: number | undefined;
  /** From the beginning of the first trial. */
  readonly seconds?: number | undefined;
}

/** What somebody asked for, beside what every run has. */
export interface RunOptions {
  /** What to choose by; the usual one of the task when absent. */
  readonly metric?: string | undefined;
  /** What the values of the target look like when absent. */
  readonly task?: TaskType | undefined;
  /** Of two classes; the second in order when absent. */
  readonly positiveClass?: string | undefined;
  /** How long after its start the run looks at candidates, in seconds; as long as it takes when absent. */
  readonly timeLimitSeconds?: number | undefined;
  /** Chance when absent. */
  readonly splitBy?: SplitBy | undefined;
  /** Columns that nothing is learned from. */
  readonly leaveOut?: readonly string[] | undefined;
}

export interface TrainerTables {
  training_run: {
    id: string;
    status: RunStatusName;
    /** Why it failed or was cancelled; while it runs, what it waits for. */
    reason: string | null;
    dataset: string;
    version: number;
    dataset_sha256: string | null;
    model: string;
    trigger: RunTrigger;
    /** Null until the rows have been looked at. */
    task: TaskType | null;
    target: string;
    /** The one asked for; where nobody asked, `default` until the task is known. */
    metric: string;
    options: Json<RunOptions>;
    seed: number;
    /** The algorithms asked for; all of them when null. */
    candidates: Json<readonly string[] | null> | null;
    /** What to try beside the candidates' own parameters. */
    search: Json<SearchBudget | null> | null;
    /** What the search begins with, once that is settled. */
    warm_starts: Json<readonly WarmStart[] | null> | null;
    /** From 0 to 1. */
    progress: Generated<number>;
    /** When it may be expected to be done; null before anything is known. */
    expected_end: Date | null;
    best: string | null;
    stored_model: Json<StoredModel | null> | null;
    model_version: number | null;
    warnings: Json<readonly string[]>;
    /** Grows with each change a follower should see. */
    revision: number;
    created_at: Date;
    started_at: Date | null;
    ended_at: Date | null;
    lease_owner: string | null;
    lease_until: Date | null;
    /** How often a process that held the run was gone before it let go. */
    takeovers: number;
    /** Whether the registry may show this run as running still. */
    registry_open: boolean;
    /** Whether the object store may hold what only a run that goes on has use for. */
    scratch: Generated<boolean>;
    /** Headers of the request or event the run came of: its correlation id goes on through the run. */
    scope: Json<Readonly<Record<string, string>>>;
  };
  candidate: {
    run_id: string;
    /** Its algorithm, or that and the number of the trial. */
    name: string;
    algorithm: string;
    /** `stopped`: a trial that did not look promising after its first folds. */
    status: 'succeeded' | 'skipped' | 'failed' | 'stopped';
    reason: string | null;
    parameters: Json<Readonly<Record<string, string | number | boolean>>>;
    validation: Json<Readonly<Record<string, number>>>;
    fit_seconds: number | null;
    predict_micros_per_row: number | null;
    registry_run_id: string;
    started_at: Date;
    ended_at: Date;
    /** When the registry was told; null while it is not certain. */
    recorded_at: Date | null;
    /** The run's revision that brought it. */
    revision: number;
  };
  /** A candidate that is being validated, or was. */
  attempt: {
    run_id: string;
    name: string;
    algorithm: string;
    parameters: Json<Parameters>;
    /** Number of the trial, from 1; null for a candidate with its own parameters. */
    trial: number | null;
    /** On how many folds it is validated for now: trials go on to more while they do well. */
    folds: number;
    /** The run's revision that brought it or its last change. */
    revision: number;
    started_at: Date;
  };
  /** A fold that a candidate was validated on. */
  fold: {
    run_id: string;
    name: string;
    /** From 0. */
    number: number;
    metrics: Json<Readonly<Record<string, number>>>;
    fit_seconds: number;
    predict_micros_per_row: number;
    revision: number;
    ended_at: Date;
  };
  training_request: {
    request_id: string;
    dataset: string;
    version: number | null;
    model: string;
    reason: string;
    drift_report_id: string | null;
    outcome: 'queued' | 'coalesced' | 'refused';
    outcome_reason: string;
    run_id: string | null;
    received_at: Date;
  };
}

export type TrainerDatabase = WithMessaging<TrainerTables>;

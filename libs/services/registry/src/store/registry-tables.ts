import type { ColumnType, Kysely } from 'kysely';
import type { WithMessaging } from '@millrace/platform';

/** A `jsonb` column: read as a value, written as JSON text. */
type Json<Value> = ColumnType<Value, string, string>;
/** A `bigint` column: drivers differ in what they read it as, so it goes through `Number`. */
type BigInteger = ColumnType<number | string | bigint, number, number>;

export const storedRunStatuses = [
  'running',
  'finished',
  'failed',
  'killed',
  'stopped',
  'skipped',
] as const;
export type StoredRunStatus = (typeof storedRunStatuses)[number];

export interface StoredLineage {
  readonly dataset: string;
  readonly datasetVersion: number;
  readonly datasetSha256: string;
  readonly codeCommit: string;
  readonly seed: number;
  readonly frameKey: string;
  readonly target: string;
}

export interface RegistryTables {
  experiment: { name: string; updated_at: Date };
  run: {
    run_id: string;
    experiment: string;
    name: string;
    parent_run_id: string | null;
    status: StoredRunStatus;
    started_at: Date;
    ended_at: Date | null;
    parameters: Json<Record<string, string>>;
    metrics: Json<Record<string, number>>;
    tags: Json<Record<string, string>>;
  };
  run_artifact: {
    run_id: string;
    path: string;
    key: string;
    size: BigInteger;
    /** In hexadecimal; null where whoever wrote the bytes did not say. */
    sha256: string | null;
  };
  model: { name: string; latest_version: number };
  model_version: {
    model: string;
    version: number;
    run_id: string;
    algorithm: string;
    model_key: string;
    sha256: string;
    size: BigInteger;
    signature: Json<unknown>;
    lineage: Json<StoredLineage>;
    metric: string;
    holdout_metrics: Json<Record<string, number>>;
    created_at: Date;
    gate_decision: 'promoted' | 'refused' | null;
    gate_reasons: Json<string[]> | null;
    gate_decided_at: Date | null;
  };
  model_alias: { model: string; alias: string; version: number };
  /** Who pointed which alias where, and why: rows are only ever added. */
  alias_change: {
    id: string;
    model: string;
    alias: string;
    version: number;
    previous_version: number | null;
    actor: string;
    reason: string;
    changed_at: Date;
  };
}

export type RegistryDatabase = Kysely<WithMessaging<RegistryTables>>;

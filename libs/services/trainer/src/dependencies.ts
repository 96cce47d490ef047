import type { Kysely } from 'kysely';
import type {
  Client,
  DatasetServiceDefinition,
  ModelServiceDefinition,
  TrackingServiceDefinition,
} from '@millrace/contracts';
import type { CandidateTask, CandidateTaskResult } from './domain/learning.js';
import type { ServiceDependencies } from '@millrace/platform';
import type { TaskPool } from '@millrace/ports';
import type { RunSignals } from './run-signals.js';
import type { TrainerDatabase } from './store/tables.js';
import type { TrainerMetrics } from './trainer-metrics.js';

/** What the trainer does where nobody says otherwise. */
export interface TrainerPolicy {
  /** Whether a new dataset version with a target trains by itself. */
  readonly newDatasetVersions: 'train' | 'ignore';
  /** Algorithms of a run that names none; every one there is when empty. The baseline is always among them. */
  readonly candidates: readonly string[];
  /** What candidates are chosen by where nobody says otherwise. */
  readonly metrics: { readonly classes: string; readonly quantities: string };
  /** Folds of the cross-validation. */
  readonly folds: number;
  /** How long one candidate of up to 100,000 rows may take, in milliseconds; of more rows as many times longer. */
  readonly candidateTimeoutMs: number;
  /** How long a run stays with a process that gives no sign, in milliseconds. */
  readonly leaseMs: number;
  /** How often the holder of a run renews its lease and sees whether it was cancelled, in milliseconds. */
  readonly heartbeatMs: number;
  /** How often idle workers and followers look at the database, in milliseconds. */
  readonly pollMs: number;
  /** How often a run may be taken over from a process that vanished before it counts as what makes them vanish. */
  readonly takeovers: number;
}

export const defaultPolicy: TrainerPolicy = {
  newDatasetVersions: 'train',
  candidates: [],
  metrics: { classes: 'f1', quantities: 'rmse' },
  folds: 5,
  candidateTimeoutMs: 120_000,
  leaseMs: 10_000,
  heartbeatMs: 500,
  pollMs: 500,
  takeovers: 8,
};

export interface TrainerDependencies extends ServiceDependencies {
  readonly datasets: Client<typeof DatasetServiceDefinition>;
  readonly tracking: Client<typeof TrackingServiceDefinition>;
  readonly models: Client<typeof ModelServiceDefinition>;
  /** Where candidates are fitted. The service closes it. */
  readonly pool: TaskPool<CandidateTask, CandidateTaskResult>;
  /** Commit of the code that trains, for the lineage. */
  readonly codeCommit: string;
  readonly policy?: Partial<TrainerPolicy>;
}

/** What the operations of this service share. */
export interface Trainer extends Omit<TrainerDependencies, 'policy' | 'metrics'> {
  readonly policy: TrainerPolicy;
  readonly db: Kysely<TrainerDatabase>;
  readonly signals: RunSignals;
  readonly metrics: TrainerMetrics;
}

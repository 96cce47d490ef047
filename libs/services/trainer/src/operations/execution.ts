import type { DatasetVersion } from '@millrace/contracts';
import type { TrainingPlan } from '../domain/learning.js';
import type { WorkLedger } from '../domain/work-ledger.js';
import type { PlannedRun } from '../store/training-runs.js';
import type { HeldRun } from './held-run.js';

/** What the steps of one run hand on. */
export interface Execution {
  readonly run: PlannedRun;
  readonly held: HeldRun;
  readonly version: DatasetVersion;
  /** The encoded frame of the dataset version, its digest checked. */
  readonly frame: Uint8Array;
  readonly plan: TrainingPlan;
  readonly algorithms: readonly string[];
  /** When the run stops looking at candidates, done or not. */
  readonly until: Date | undefined;
  readonly ledger: WorkLedger;
}

import type { Trainer } from '../dependencies.js';
import { candidateRunId } from '../domain/registry-run-id.js';
import { insertCandidate, markRecorded, type CandidateRow } from '../store/candidates.js';
import { changeHeldRun } from '../store/training-runs.js';
import type { Execution } from './execute-training-run.js';
import { recordCandidate } from './registry-runs.js';

/** What became of a candidate. */
export type Outcome = Pick<
  CandidateRow,
  'status' | 'reason' | 'parameters' | 'validation' | 'fit_seconds' | 'predict_micros_per_row'
>;

export interface EndedCandidate extends Outcome {
  readonly name: string;
  readonly algorithm: string;
  readonly startedAt: Date;
}

/** Keeps what became of a candidate, here and in the registry. */
export async function keepCandidate(
  trainer: Trainer,
  execution: Execution,
  { startedAt, ...outcome }: EndedCandidate,
  signal: AbortSignal,
): Promise<CandidateRow> {
  const { db, clock, metrics, signals } = trainer;
  const { run, held } = execution;
  const endedAt = clock.now();
  const row: CandidateRow = {
    ...outcome,
    run_id: run.id,
    registry_run_id: candidateRunId(run.id, outcome.name),
    started_at: startedAt,
    ended_at: endedAt,
    recorded_at: null,
  };
  await db.transaction().execute(async (transaction) => {
    await changeHeldRun(transaction, held, {});
    await insertCandidate(transaction, {
      ...row,
      parameters: JSON.stringify(row.parameters),
      validation: JSON.stringify(row.validation),
    });
  });
  signals.changed(run.id);
  const { algorithm, status } = outcome;
  metrics.candidatesEnded.add({ algorithm, status });
  const seconds = (endedAt.getTime() - startedAt.getTime()) / 1000;
  metrics.candidateDuration.observe({ algorithm }, seconds);
  await record(trainer, execution, row, signal);
  return row;
}

/** Tells the registry of a candidate, unless it knows. */
export async function record(
  trainer: Trainer,
  { run, version }: Execution,
  candidate: CandidateRow,
  signal: AbortSignal,
): Promise<void> {
  if (candidate.recorded_at !== null) return;
  await recordCandidate(trainer, run, version, candidate, signal);
  await markRecorded(trainer.db, candidate, trainer.clock.now());
}

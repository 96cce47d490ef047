import type { Trainer } from '../dependencies.js';
import { meanOfFolds } from '../domain/mean-of-folds.js';
import { candidateRunId } from '../domain/registry-run-id.js';
import { insertCandidate, markRecorded, type CandidateRow } from '../store/candidates.js';
import { changeHeldRun, standingOf } from '../store/training-runs.js';
import type { Contestant, FoldsEnd } from './fold-validation.js';
import type { Execution } from './execution.js';
import { recordCandidate } from './registry-runs.js';

/** What became of a candidate. */
export type EndedCandidate = Pick<
  CandidateRow,
  | 'name'
  | 'algorithm'
  | 'status'
  | 'reason'
  | 'parameters'
  | 'validation'
  | 'fit_seconds'
  | 'predict_micros_per_row'
> & { readonly startedAt: Date };

/** What there is to keep of a candidate whose folds have ended, however they did. */
export function outcomeOf(
  { name, algorithm, parameters }: Contestant,
  end: FoldsEnd,
): Omit<EndedCandidate, 'startedAt'> {
  const head = { name, algorithm, parameters };
  return end.status === 'succeeded'
    ? { ...head, status: 'succeeded', reason: null, ...meanOfFolds(end.folds) }
    : { ...head, ...end, validation: {}, fit_seconds: null, predict_micros_per_row: null };
}

/** Keeps what became of a candidate, here and in the registry. */
export async function keepCandidate(
  trainer: Trainer,
  execution: Execution,
  { startedAt, ...outcome }: EndedCandidate,
  signal: AbortSignal,
): Promise<CandidateRow> {
  const { db, clock, metrics, signals } = trainer;
  const { run, held, ledger } = execution;
  const endedAt = clock.now();
  ledger.candidateEnded(outcome.name);
  const row = await db.transaction().execute(async (transaction) => {
    const { revision } = await changeHeldRun(transaction, held, standingOf(ledger, endedAt));
    const kept: CandidateRow = {
      ...outcome,
      run_id: run.id,
      registry_run_id: candidateRunId(run.id, outcome.name),
      started_at: startedAt,
      ended_at: endedAt,
      recorded_at: null,
      revision,
    };
    await insertCandidate(transaction, {
      ...kept,
      parameters: JSON.stringify(kept.parameters),
      validation: JSON.stringify(kept.validation),
    });
    return kept;
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

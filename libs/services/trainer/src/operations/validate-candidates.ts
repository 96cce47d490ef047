import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { algorithmsOf } from '../domain/algorithms.js';
import { validationOf, validationTask, type CandidateTaskResult } from '../domain/learning.js';
import { candidateRunId } from '../domain/registry-run-id.js';
import {
  candidatesOf,
  insertCandidate,
  markRecorded,
  type CandidateRow,
} from '../store/candidates.js';
import { changeHeldRun } from '../store/training-runs.js';
import type { Execution } from './execute-training-run.js';
import { recordCandidate } from './registry-runs.js';

/**
 * Cross-validates every candidate of a run in the pool and keeps each result as it comes; those a former holder of
 * the run finished are not repeated.
 * @returns all candidates of the run
 */
export async function validateCandidates(
  trainer: Trainer,
  execution: Execution,
): Promise<readonly CandidateRow[]> {
  const { run, held } = execution;
  const asked = run.candidates ?? trainer.policy.candidates;
  const finished = await candidatesOf(trainer.db, [run.id]);
  const known = new Map(finished.map((candidate) => [candidate.algorithm, candidate]));
  const failure = new AbortController();
  const signal = AbortSignal.any([held.signal, failure.signal]);
  const ends = await Promise.allSettled(
    algorithmsOf(asked).map(async (algorithm) => {
      try {
        const candidate =
          known.get(algorithm) ?? (await validateOne(trainer, execution, algorithm, signal));
        if (candidate.recorded_at === null) {
          await recordCandidate(trainer, run, execution.version, candidate, signal);
          await markRecorded(trainer.db, candidate, trainer.clock.now());
        }
      } catch (error) {
        // What keeps one candidate from ending well or badly keeps the whole run: the others stop.
        failure.abort();
        throw error;
      }
    }),
  );
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (reasons.length > 0) throw reasons.find((reason) => !isCancelled(reason)) ?? reasons[0];
  return candidatesOf(trainer.db, [run.id]);
}

async function validateOne(
  trainer: Trainer,
  { run, held, frame }: Execution,
  algorithm: string,
  signal: AbortSignal,
): Promise<CandidateRow> {
  const { db, clock, pool, policy, metrics, signals } = trainer;
  const startedAt = clock.now();
  const outcome = await outcomeOf(
    pool.run(validationTask({ ...run, frame, algorithm, folds: policy.folds }), {
      signal,
      timeoutMs: policy.candidateTimeoutMs,
    }),
  );
  const endedAt = clock.now();
  const row = {
    run_id: run.id,
    algorithm,
    registry_run_id: candidateRunId(run.id, algorithm),
    started_at: startedAt,
    ended_at: endedAt,
    recorded_at: null,
    ...outcome,
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
  metrics.candidatesEnded.add({ algorithm, status: outcome.status });
  const seconds = (endedAt.getTime() - startedAt.getTime()) / 1000;
  metrics.candidateDuration.observe({ algorithm }, seconds);
  return row;
}

type Outcome = Pick<
  CandidateRow,
  'status' | 'reason' | 'parameters' | 'validation' | 'fit_seconds' | 'predict_micros_per_row'
>;

/** What became of a candidate; errors that speak of the run rather than the candidate pass through. */
async function outcomeOf(task: Promise<CandidateTaskResult>): Promise<Outcome> {
  try {
    const result = validationOf(await task);
    return {
      status: result.status,
      reason: result.reason ?? null,
      parameters: result.parameters,
      validation: result.metrics,
      fit_seconds: result.fitSeconds ?? null,
      predict_micros_per_row: result.predictMicrosPerRow ?? null,
    };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const nothing = {
      parameters: {},
      validation: {},
      fit_seconds: null,
      predict_micros_per_row: null,
    };
    switch (error.code) {
      // The candidate's own limit, not a call that may be repeated.
      case 'deadline_exceeded':
        return { status: 'skipped', reason: `Over its time budget: ${error.message}`, ...nothing };
      case 'cancelled':
      case 'unavailable':
        throw error;
      default:
        return { status: 'failed', reason: error.message, ...nothing };
    }
  }
}

function isCancelled(reason: unknown): boolean {
  return reason instanceof PlatformError && reason.code === 'cancelled';
}

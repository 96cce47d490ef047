import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { ensembleMembers, validationOf, validationTask } from '../domain/learning.js';
import type { Parameters } from '../domain/learning.js';
import type { FoldResult } from '../domain/mean-of-folds.js';
import { patienceFor } from '../domain/patience.js';
import { foldsOf, insertFold, upsertAttempt } from '../store/folds.js';
import { changeHeldRun, standingOf } from '../store/training-runs.js';
import type { Execution } from './execution.js';
import { storeOutOfFold } from './out-of-fold.js';

/** A candidate while it is validated. */
export interface Contestant {
  readonly name: string;
  readonly algorithm: string;
  readonly parameters: Parameters;
  /** Number of the trial, from 1; null for a candidate with its own parameters. */
  readonly trial: number | null;
}

/** What the folds of a candidate came to. */
export type FoldsEnd =
  | { readonly status: 'succeeded'; readonly folds: readonly FoldResult[] }
  | { readonly status: 'skipped' | 'failed' | 'stopped'; readonly reason: string };

type Trouble = Exclude<FoldsEnd, { status: 'succeeded' }>;

const outOfTime: Trouble = {
  status: 'stopped',
  reason: 'The time for it was over before it was done.',
};
type FoldEnd = { readonly status: 'succeeded'; readonly fold: FoldResult } | Trouble;

/** What ends a validation from outside. */
export interface Limits {
  /** Aborts when the run is lost or has failed elsewhere. */
  readonly signal: AbortSignal;
  /** Aborts when the time for looking at candidates is over. */
  readonly timeIsUp: AbortSignal;
}

/**
 * Validates a candidate on the first `count` folds, each a task of its own in the pool; those that are in the store already
 * are not done again. When one fails, those after it stop and those before it end: so what a candidate failed of does not
 * depend on which fold was quickest.
 * @throws PlatformError `cancelled`, `unavailable`: errors that speak of the run rather than the candidate
 */
export async function validateFolds(
  trainer: Trainer,
  execution: Execution,
  contestant: Contestant,
  count: number,
  { signal, timeIsUp }: Limits,
): Promise<FoldsEnd> {
  await beginAttempt(trainer, execution, contestant, count);
  const known = new Map(
    (await foldsOf(trainer.db, [execution.run.id], [contestant.name])).map((fold) => [
      fold.number,
      fold,
    ]),
  );
  const stops = Array.from({ length: count }, () => new AbortController());
  const ends = await Promise.allSettled(
    stops.map(async (stop, number): Promise<FoldEnd> => {
      const fold = known.get(number);
      if (fold) return { status: 'succeeded', fold };
      const either = AbortSignal.any([signal, timeIsUp, stop.signal]);
      try {
        const end = await validateFold(trainer, execution, contestant, number, either);
        if (end.status !== 'succeeded') for (const later of stops.slice(number)) later.abort();
        return end;
      } catch (error) {
        if (!signal.aborted && isCancelled(error)) return outOfTime;
        for (const other of stops) other.abort();
        throw error;
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const folds: FoldResult[] = [];
  for (const end of ends) {
    if (end.status === 'rejected') continue;
    if (end.value.status !== 'succeeded') return end.value;
    folds.push(end.value.fold);
  }
  return { status: 'succeeded', folds };
}

async function beginAttempt(
  { db, clock, signals }: Trainer,
  { run, held }: Execution,
  { name, algorithm, parameters, trial }: Contestant,
  folds: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { revision } = await changeHeldRun(transaction, held, {});
    await upsertAttempt(transaction, {
      run_id: run.id,
      name,
      algorithm,
      parameters: JSON.stringify(parameters),
      trial,
      folds,
      revision,
      started_at: clock.now(),
    });
  });
  signals.changed(run.id);
}

async function validateFold(
  trainer: Trainer,
  execution: Execution,
  { name, algorithm, parameters, trial }: Contestant,
  number: number,
  signal: AbortSignal,
): Promise<FoldEnd> {
  const { pool, policy, db, clock, signals } = trainer;
  const { run, held, frame, ledger } = execution;
  const task = validationTask(
    { ...run, frame },
    { algorithm, parameters, folds: policy.folds, foldNumbers: [number] },
  );
  const { plan } = execution;
  const timeoutMs = patienceFor(plan.size.rows, policy.candidateTimeoutMs / plan.folds);
  const result = await pool.run(task, { signal, timeoutMs }).then(validationOf).catch(troubleOf);
  if (result.status !== 'succeeded') {
    return { status: result.status, reason: result.reason ?? 'No reason was given.' };
  }
  if (result.outOfFold && ensembleMembers.has(algorithm)) {
    await storeOutOfFold(trainer, execution, { name, fold: number }, result.outOfFold);
  }
  const fold: FoldResult = {
    // What the learner had to tell of its fit stands beside what it was worth.
    metrics: { ...result.metrics, ...result.notes },
    fit_seconds: result.fitSeconds ?? 0,
    predict_micros_per_row: result.predictMicrosPerRow ?? 0,
  };
  ledger.foldEnded({ algorithm, trial: trial !== null, seconds: fold.fit_seconds });
  const endedAt = clock.now();
  await db.transaction().execute(async (transaction) => {
    const { revision } = await changeHeldRun(transaction, held, standingOf(ledger, endedAt));
    await insertFold(transaction, {
      ...fold,
      metrics: JSON.stringify(fold.metrics),
      run_id: run.id,
      name,
      number,
      revision,
      ended_at: endedAt,
    });
  });
  signals.changed(run.id);
  return { status: 'succeeded', fold };
}

/** What the error says of the candidate. @throws the error when it speaks of the run */
function troubleOf(error: unknown): Trouble {
  if (!(error instanceof PlatformError)) throw error;
  switch (error.code) {
    // The candidate's own limit, not a call that may be repeated.
    case 'deadline_exceeded':
      return { status: 'skipped', reason: `Over its time budget: ${error.message}` };
    case 'cancelled':
    case 'unavailable':
      throw error;
    default:
      return { status: 'failed', reason: error.message };
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'cancelled';
}

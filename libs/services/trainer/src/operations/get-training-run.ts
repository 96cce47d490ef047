import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { underWayOf, type UnderWay } from '../domain/under-way.js';
import { candidatesOf, type CandidateRow } from '../store/candidates.js';
import { attemptsOf, foldsOf } from '../store/folds.js';
import { findRun, type TrainingRunRow } from '../store/training-runs.js';

export interface RunWithCandidates {
  readonly run: TrainingRunRow;
  readonly candidates: readonly CandidateRow[];
  /** Candidates that have not ended; none once the run has. */
  readonly underWay: readonly UnderWay[];
}

/** @throws PlatformError `not_found` */
export async function getTrainingRun(
  { db }: Pick<Trainer, 'db'>,
  id: string,
): Promise<RunWithCandidates> {
  const run = await findRun(db, id);
  if (!run) throw new PlatformError('not_found', `There is no training run ${id}.`);
  const [found] = await withCandidates({ db }, [run]);
  return found ?? { run, candidates: [], underWay: [] };
}

/** Runs with their candidates, in the same order. */
export async function withCandidates(
  { db }: Pick<Trainer, 'db'>,
  runs: readonly TrainingRunRow[],
): Promise<RunWithCandidates[]> {
  const running = runs.flatMap(({ id, status }) => (status === 'running' ? [id] : []));
  const candidates = await candidatesOf(
    db,
    runs.map(({ id }) => id),
  );
  const attempts = await attemptsOf(db, running);
  const folds = await foldsOf(db, running);
  return runs.map((run) => {
    const isOwn = ({ run_id }: { readonly run_id: string }) => run_id === run.id;
    const own = candidates.filter(isOwn);
    const ended = new Set(own.map(({ name }) => name));
    const left = attempts.filter((attempt) => isOwn(attempt) && !ended.has(attempt.name));
    return { run, candidates: own, underWay: underWayOf(left, folds.filter(isOwn)) };
  });
}

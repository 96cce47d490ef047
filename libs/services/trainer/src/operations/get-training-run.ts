import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { candidatesOf, type CandidateRow } from '../store/candidates.js';
import { findRun, type TrainingRunRow } from '../store/training-runs.js';

export interface RunWithCandidates {
  readonly run: TrainingRunRow;
  readonly candidates: readonly CandidateRow[];
}

/** @throws PlatformError `not_found` */
export async function getTrainingRun(
  { db }: Pick<Trainer, 'db'>,
  id: string,
): Promise<RunWithCandidates> {
  const run = await findRun(db, id);
  if (!run) throw new PlatformError('not_found', `There is no training run ${id}.`);
  return { run, candidates: await candidatesOf(db, [id]) };
}

import type { Kysely } from 'kysely';
import { candidatesOf, type CandidateRow } from './candidates.js';
import { attemptsOf, foldsOf, type AttemptRow, type FoldRow } from './folds.js';
import type { TrainerDatabase } from './tables.js';
import { findRun, type TrainingRunRow } from './training-runs.js';

/** What has been added to a run after a revision, and what else there is of the candidates it is about. */
export interface RunChanges {
  readonly run: TrainingRunRow;
  readonly since: number;
  readonly candidates: readonly CandidateRow[];
  readonly attempts: readonly AttemptRow[];
  readonly folds: readonly FoldRow[];
}

/** @returns undefined when there is no such run */
export async function changesSince(
  db: Kysely<TrainerDatabase>,
  id: string,
  since: number,
): Promise<RunChanges | undefined> {
  const run = await findRun(db, id);
  if (!run) return undefined;
  const nothing = { run, since, candidates: [], attempts: [], folds: [] };
  if (run.revision <= since) return nothing;
  const named = await db
    .selectFrom('candidate')
    .select('name')
    .where('run_id', '=', id)
    .where('revision', '>', since)
    .union(
      db
        .selectFrom('attempt')
        .select('name')
        .where('run_id', '=', id)
        .where('revision', '>', since),
    )
    .union(
      db.selectFrom('fold').select('name').where('run_id', '=', id).where('revision', '>', since),
    )
    .execute();
  if (named.length === 0) return nothing;
  const names = named.map(({ name }) => name);
  const [candidates, attempts, folds] = await Promise.all([
    candidatesOf(db, [id], names),
    attemptsOf(db, [id], names),
    foldsOf(db, [id], names),
  ]);
  return { run, since, candidates, attempts, folds };
}

import type { Insertable, Kysely, Selectable } from 'kysely';
import type { TrainerDatabase, TrainerTables } from './tables.js';

export type AttemptRow = Selectable<TrainerTables['attempt']>;
export type FoldRow = Selectable<TrainerTables['fold']>;

type Db = Kysely<TrainerDatabase>;

/** Keeps that a candidate is being validated; of one that was there already, on how many folds it is now. */
export async function upsertAttempt(
  db: Db,
  attempt: Insertable<TrainerTables['attempt']>,
): Promise<void> {
  await db
    .insertInto('attempt')
    .values(attempt)
    .onConflict((conflict) =>
      conflict
        .columns(['run_id', 'name'])
        .doUpdateSet({ folds: attempt.folds, revision: attempt.revision }),
    )
    .execute();
}

/** Keeps the result of a fold; one that is there already stays as it is. */
export async function insertFold(db: Db, fold: Insertable<TrainerTables['fold']>): Promise<void> {
  await db
    .insertInto('fold')
    .values(fold)
    .onConflict((conflict) => conflict.columns(['run_id', 'name', 'number']).doNothing())
    .execute();
}

/** What some runs have begun to validate, or those candidates of theirs. */
export async function attemptsOf(
  db: Db,
  runIds: readonly string[],
  names?: readonly string[],
): Promise<AttemptRow[]> {
  if (runIds.length === 0) return [];
  let query = db.selectFrom('attempt').selectAll().where('run_id', 'in', runIds);
  if (names) query = query.where('name', 'in', names);
  return query.orderBy('started_at').orderBy('name').execute();
}

/** The folds of some runs so far, or of those candidates of theirs. */
export async function foldsOf(
  db: Db,
  runIds: readonly string[],
  names?: readonly string[],
): Promise<FoldRow[]> {
  if (runIds.length === 0) return [];
  let query = db.selectFrom('fold').selectAll().where('run_id', 'in', runIds);
  if (names) query = query.where('name', 'in', names);
  return query.orderBy('number').execute();
}

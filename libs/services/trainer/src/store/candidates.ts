import type { Insertable, Kysely, Selectable } from 'kysely';
import type { TrainerDatabase, TrainerTables } from './tables.js';

export type CandidateRow = Selectable<TrainerTables['candidate']>;

/** Keeps a candidate's result; one that is there already stays as it is. */
export async function insertCandidate(
  db: Kysely<TrainerDatabase>,
  candidate: Insertable<TrainerTables['candidate']>,
): Promise<void> {
  await db
    .insertInto('candidate')
    .values(candidate)
    .onConflict((conflict) => conflict.columns(['run_id', 'name']).doNothing())
    .execute();
}

/** The results of some runs so far, or of those candidates of theirs. */
export async function candidatesOf(
  db: Kysely<TrainerDatabase>,
  runIds: readonly string[],
  names?: readonly string[],
): Promise<CandidateRow[]> {
  if (runIds.length === 0) return [];
  let query = db.selectFrom('candidate').selectAll().where('run_id', 'in', runIds);
  if (names) query = query.where('name', 'in', names);
  return query.execute();
}

/** By name: rows come in any order, and a choice among equals is not to depend on it. */
export function inOrder(candidates: readonly CandidateRow[]): CandidateRow[] {
  return candidates.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export async function markRecorded(
  db: Kysely<TrainerDatabase>,
  { run_id, name }: Pick<CandidateRow, 'run_id' | 'name'>,
  at: Date,
): Promise<void> {
  await db
    .updateTable('candidate')
    .set({ recorded_at: at })
    .where('run_id', '=', run_id)
    .where('name', '=', name)
    .execute();
}

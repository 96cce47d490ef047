import { sql, type Insertable, type Kysely, type Selectable, type Updateable } from 'kysely';
import { scopeHeaders } from '@millrace/platform';
import type { TaskType } from '../domain/learning.js';
import type { WorkLedger } from '../domain/work-ledger.js';
import type { RunOptions, SearchBudget, TrainerDatabase, TrainerTables } from './tables.js';

export type TrainingRunRow = Selectable<TrainerTables['training_run']>;
/** A run whose rows have been looked at. */
export type PlannedRun = TrainingRunRow & RunOptions & { readonly task: TaskType };

export type NewTrainingRun = Pick<
  Insertable<TrainerTables['training_run']>,
  'id' | 'dataset' | 'version' | 'model' | 'trigger' | 'target' | 'metric' | 'seed' | 'created_at'
> & {
  readonly options?: RunOptions;
  readonly candidates?: readonly string[] | undefined;
  readonly search?: SearchBudget | undefined;
};

type Db = Kysely<TrainerDatabase>;

/** Queues a run; `undefined` when this dataset version has already been queued by its own event. */
export async function insertRun(db: Db, run: NewTrainingRun): Promise<{ id: string } | undefined> {
  const { candidates, search, options = {}, ...columns } = run;
  return db
    .insertInto('training_run')
    .values({
      ...columns,
      candidates: candidates ? JSON.stringify(candidates) : null,
      search: search ? JSON.stringify(search) : null,
      options: JSON.stringify(options),
      status: 'queued',
      warnings: '[]',
      revision: 1,
      takeovers: 0,
      registry_open: false,
      scope: JSON.stringify(scopeHeaders()),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
}

export async function findRun(db: Db, id: string): Promise<TrainingRunRow | undefined> {
  return db.selectFrom('training_run').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A run of this dataset version and model that is still to end, or ended well. */
export async function findSufficientRun(
  db: Db,
  { dataset, version, model }: { dataset: string; version: number; model: string },
): Promise<TrainingRunRow | undefined> {
  return db
    .selectFrom('training_run')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('version', '=', version)
    .where('model', '=', model)
    .where('status', 'in', ['queued', 'running', 'succeeded'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * What was asked for when this target was learned last, of a model whose run ended well: runs that nobody asks for go on
 * with it, but for what was said of that run alone, such as how long it may take.
 */
export async function findLastOptions(
  db: Db,
  { model, target }: { model: string; target: string },
): Promise<Omit<RunOptions, 'timeLimitSeconds'>> {
  const last = await db
    .selectFrom('training_run')
    .select('options')
    .where('model', '=', model)
    .where('target', '=', target)
    .where('status', '=', 'succeeded')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { timeLimitSeconds: _ofThatRun, ...lasting } = last?.options ?? {};
  return lasting;
}

/** Runs with ids below `before`, newest first: ids are UUIDs of version 7, so their order is the order of creation. */
export async function listRuns(
  db: Db,
  { limit, before, dataset }: { limit: number; before?: string; dataset?: string },
): Promise<TrainingRunRow[]> {
  let query = db.selectFrom('training_run').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  return query.execute();
}

export interface Lease {
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

/** Takes the oldest run that is queued, or whose holder has let its lease run out. */
export async function claimRun(db: Db, lease: Lease): Promise<TrainingRunRow | undefined> {
  return db
    .updateTable('training_run')
    .set((set) => ({
      status: 'running',
      reason: null,
      started_at: set.fn.coalesce('started_at', set.val(lease.now)),
      takeovers: sql<number>`takeovers + case when lease_owner is null then 0 else 1 end`,
      lease_owner: lease.owner,
      lease_until: lease.until,
      revision: sql<number>`revision + 1`,
    }))
    .where('id', '=', (where) =>
      where
        .selectFrom('training_run')
        .select('id')
        .where((or) =>
          or.or([
            or('status', '=', 'queued'),
            or.and([or('status', '=', 'running'), or('lease_until', '<', lease.now)]),
          ]),
        )
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Extends the lease; false when the run is no longer ours: cancelled, or taken over. */
export async function renewLease(db: Db, id: string, lease: Lease): Promise<boolean> {
  const renewed = await db
    .updateTable('training_run')
    .set({ lease_until: lease.until })
    .where('id', '=', id)
    .where('lease_owner', '=', lease.owner)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return renewed !== undefined;
}

/** The run is no longer held by who works on it: whatever it was about to write belongs to another. */
export class RunLost extends Error {
  constructor(id: string) {
    super(`Training run ${id} is no longer held here.`);
  }
}

/**
 * Changes a run its holder works on.
 * @throws RunLost when the run was cancelled or taken over
 */
export async function changeHeldRun(
  db: Db,
  { id, owner }: { id: string; owner: string },
  change: Updateable<TrainerTables['training_run']>,
): Promise<TrainingRunRow> {
  const changed = await db
    .updateTable('training_run')
    .set({ ...change, revision: sql<number>`revision + 1` })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'running')
    .returningAll()
    .executeTakeFirst();
  if (!changed) throw new RunLost(id);
  return changed;
}

/** How far a run is, as columns of its row. */
export function standingOf(
  ledger: WorkLedger,
  now: Date,
): Updateable<TrainerTables['training_run']> {
  const { progress, expectedEnd } = ledger.standing(now);
  return { progress, expected_end: expectedEnd };
}

/**
 * Ends a run that has not ended; `undefined` when there is none such. Its lease stays: until the holder has let go of it,
 * or is known to be gone, something of the run may be written still.
 */
export async function cancelRun(
  db: Db,
  id: string,
  { reason, now }: { reason: string; now: Date },
): Promise<TrainingRunRow | undefined> {
  return db
    .updateTable('training_run')
    .set({
      status: 'cancelled',
      reason,
      ended_at: now,
      revision: sql<number>`revision + 1`,
    })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
}

export async function countQueuedRuns(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('training_run')
    .select((select) => select.fn.countAll().as('count'))
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Lets go of a run, to be taken up again by anyone from `at` on. */
export async function releaseRun(
  db: Db,
  held: { id: string; owner: string },
  { at, reason, counted }: { at: Date; reason: string | null; counted: 'as takeover' | 'no' },
): Promise<void> {
  await changeHeldRun(db, held, {
    lease_until: at,
    reason,
    // A run that still names a holder counts as taken over when it is claimed.
    ...(counted === 'no' && { lease_owner: null }),
  });
}

/** Says of a run that was ended by others that its holder no longer works on it. */
export async function letGoOfEnded(
  db: Db,
  { id, owner }: { readonly id: string; readonly owner: string },
): Promise<void> {
  await db
    .updateTable('training_run')
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', 'not in', ['queued', 'running'])
    .execute();
}

/** Runs that have ended, and have left something to be cleared away that nobody adds to any more. */
export async function runsToClear(db: Db, now: Date): Promise<TrainingRunRow[]> {
  return db
    .selectFrom('training_run')
    .selectAll()
    .where('status', 'not in', ['queued', 'running'])
    .where((or) => or.or([or('registry_open', '=', true), or('scratch', '=', true)]))
    .where((or) => or.or([or('lease_owner', 'is', null), or('lease_until', '<', now)]))
    .orderBy('id')
    .limit(20)
    .execute();
}

/** Forgets a model that nobody was told of, before its files go: no row points at bytes that are not there. */
export async function forgetModel(db: Db, id: string): Promise<void> {
  await db
    .updateTable('training_run')
    .set({ stored_model: null, best: null, revision: sql<number>`revision + 1` })
    .where('id', '=', id)
    .execute();
}

export async function markCleared(db: Db, id: string): Promise<void> {
  await db
    .updateTable('training_run')
    .set({ registry_open: false, scratch: false })
    .where('id', '=', id)
    .execute();
}

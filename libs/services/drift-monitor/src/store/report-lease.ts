import type { Selectable } from 'kysely';
import type { DriftDatabase, DriftTables } from './drift-tables.js';

export type StoredReport = Selectable<DriftTables['drift_report']>;

/** How long a report is held without a sign of life from who computes it. */
export const leaseMs = 10_000;

export interface Holder {
  readonly owner: string;
  readonly now: Date;
}

const leaseEnd = (now: Date) => new Date(now.getTime() + leaseMs);

/** Takes the oldest report that waits, or whose holder has gone silent. */
export async function claimReport(
  db: DriftDatabase,
  { owner, now }: Holder,
): Promise<StoredReport | undefined> {
  return db
    .updateTable('drift_report')
    .set((eb) => ({
      lease_owner: owner,
      lease_until: leaseEnd(now),
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', (eb) =>
      eb
        .selectFrom('drift_report')
        .select('id')
        .where('status', '=', 'running')
        .where((where) =>
          where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]),
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Says that the work goes on. Resolves to false when somebody else holds the report by now. */
export async function renewLease(
  db: DriftDatabase,
  id: string,
  { owner, now }: Holder,
): Promise<boolean> {
  const renewed = await db
    .updateTable('drift_report')
    .set({ lease_until: leaseEnd(now) })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return renewed !== undefined;
}

/** Gives the report back, to be taken again after `pauseMs`. */
export async function releaseLease(
  db: DriftDatabase,
  id: string,
  { owner, now, pauseMs }: Holder & { pauseMs: number },
): Promise<void> {
  await db
    .updateTable('drift_report')
    .set({ lease_owner: null, lease_until: new Date(now.getTime() + pauseMs) })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .execute();
}

import { timeKeys, type Page, type PageRequest } from '@millrace/platform';
import type { RollbackLimits } from '../domain/traffic/judge-version.js';
import { defaultRollbackLimits } from '../domain/traffic/judge-version.js';
import { plainTraffic, type TrafficPlan } from '../domain/traffic/traffic-plan.js';
import type { InferenceDb } from './tables.js';

/** A model's traffic as it was set. */
export interface TrafficRecord {
  readonly model: string;
  readonly plan: TrafficPlan;
  /** When a version is taken back; never where absent. */
  readonly rollback: RollbackLimits | undefined;
  readonly setBy: string | undefined;
  readonly setAt: Date | undefined;
}

/** A version that lost its place by itself. */
export interface RollbackRecord {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly previousVersion: number;
  readonly place: 'champion' | 'share';
  readonly reasons: readonly string[];
  readonly at: Date;
}

/** As traffic is where nobody has set it. */
export function unsetTraffic(model: string): TrafficRecord {
  return {
    model,
    plan: plainTraffic,
    rollback: defaultRollbackLimits,
    setBy: undefined,
    setAt: undefined,
  };
}

export async function readTraffic(db: InferenceDb): Promise<TrafficRecord[]> {
  const rows = await db.selectFrom('traffic_plan').selectAll().execute();
  return rows.map((row) => ({
    model: row.model,
    plan: { ...plainTraffic, ...(JSON.parse(row.plan) as TrafficPlan) },
    rollback: (JSON.parse(row.rollback) as RollbackLimits | null) ?? undefined,
    setBy: row.set_by,
    setAt: new Date(row.set_at),
  }));
}

export async function writeTraffic(
  db: InferenceDb,
  { model, plan, rollback, setBy, setAt }: TrafficRecord & { setBy: string; setAt: Date },
): Promise<void> {
  const values = {
    plan: JSON.stringify(plan),
    rollback: JSON.stringify(rollback ?? null),
    set_by: setBy,
    set_at: setAt,
  };
  await db
    .insertInto('traffic_plan')
    .values({ model, ...values })
    .onConflict((conflict) => conflict.column('model').doUpdateSet(values))
    .execute();
}

export async function insertRollback(db: InferenceDb, rollback: RollbackRecord): Promise<void> {
  const { previousVersion, reasons, ...row } = rollback;
  await db
    .insertInto('rollback')
    .values({ ...row, previous_version: previousVersion, reasons: JSON.stringify(reasons) })
    .execute();
}

/** A champion that is to give its place back to the version before it. */
export interface RollbackIntent {
  readonly model: string;
  readonly version: number;
  readonly previousVersion: number;
  readonly reasons: readonly string[];
}

/** @returns whether it is new; false where it was written before, and has still to be carried out */
export async function insertRollbackIntent(
  db: InferenceDb,
  { model, version, previousVersion, reasons }: RollbackIntent,
  at: Date,
): Promise<boolean> {
  const row = { model, version, previous_version: previousVersion, at };
  const inserted = await db
    .insertInto('rollback_intent')
    .values({ ...row, reasons: JSON.stringify(reasons) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('model')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** @returns whether it was there: of several processes that carry it out, one takes it away */
export async function deleteRollbackIntent(
  db: InferenceDb,
  { model, version }: Pick<RollbackIntent, 'model' | 'version'>,
): Promise<boolean> {
  const deleted = await db
    .deleteFrom('rollback_intent')
    .where('model', '=', model)
    .where('version', '=', version)
    .returning('model')
    .executeTakeFirst();
  return deleted !== undefined;
}

export async function readRollbackIntents(db: InferenceDb): Promise<RollbackIntent[]> {
  const rows = await db.selectFrom('rollback_intent').selectAll().orderBy('at').execute();
  return rows.map(({ model, version, previous_version, reasons }) => ({
    model,
    version,
    previousVersion: previous_version,
    reasons: JSON.parse(reasons) as string[],
  }));
}

/** Newest first. @throws PlatformError `invalid_argument` for a page token of another list */
export async function readRollbackPage(
  db: InferenceDb,
  model: string,
  request: PageRequest,
): Promise<Page<RollbackRecord>> {
  const after = timeKeys.after(request);
  let query = db.selectFrom('rollback').selectAll().where('model', '=', model);
  if (after) {
    const { at, id } = after;
    query = query.where(({ eb, or, and }) =>
      or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.pageSize + 1)
    .execute();
  return timeKeys.page(
    rows.map(({ previous_version, reasons, ...row }) => ({
      ...row,
      at: new Date(row.at),
      previousVersion: previous_version,
      reasons: JSON.parse(reasons) as string[],
    })),
    request,
    ({ at, id }) => ({ at, id }),
  );
}

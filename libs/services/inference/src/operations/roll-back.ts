import { newEvent, PlatformError } from '@millrace/platform';
import type { Breach } from '../domain/traffic/judge-version.js';
import { insertRollback, readTraffic, writeTraffic } from '../store/traffic-queries.js';
import type { RollbackRecord } from '../store/traffic-queries.js';
import type { InferenceContext } from './context.js';
import type { Trial } from './version-watch.js';

type Context = Pick<InferenceContext, 'db' | 'outbox' | 'clock' | 'ids' | 'models' | 'logger'>;

/** Who takes a version back, in records. */
const actor = 'rollback';

/**
 * Gives the place of a champion back to the version before it, unless somebody has moved the alias meanwhile.
 * @returns whether it was given back
 * @throws PlatformError `unavailable` while the registry is away: the next look tries again
 */
export async function rollBackChampion(
  context: Context,
  { loaded, before }: Trial,
  breaches: readonly Breach[],
): Promise<boolean> {
  const reasons = breaches.map(({ explanation }) => explanation);
  try {
    await context.models.moveAlias({
      model: loaded.model,
      alias: 'champion',
      version: before.version,
      expectedVersion: loaded.version,
      reason: `Version ${loaded.version} was rolled back. ${reasons.join(' ')}`,
    });
  } catch (caught) {
    if (PlatformError.from(caught).code === 'failed_precondition') return false;
    throw caught;
  }
  await context.db.transaction().execute(async (transaction) => {
    await record({ ...context, db: transaction }, { loaded, before }, 'champion', reasons);
  });
  return true;
}

/**
 * Takes a version's share of the traffic away; the champion answers instead.
 * @returns whether it still had one
 */
export async function rollBackShare(
  context: Context,
  { loaded, before }: Trial,
  breaches: readonly Breach[],
  isTarget: (to: { kind: string }) => boolean,
): Promise<boolean> {
  return context.db.transaction().execute(async (transaction) => {
    await transaction
      .selectFrom('traffic_plan')
      .select('model')
      .where('model', '=', loaded.model)
      .forUpdate()
      .execute();
    const present = (await readTraffic(transaction)).find(({ model }) => model === loaded.model);
    const shares = present?.plan.shares.filter(({ to }) => !isTarget(to));
    if (!present || !shares || shares.length === present.plan.shares.length) return false;
    await writeTraffic(transaction, {
      ...present,
      plan: { ...present.plan, shares },
      setBy: actor,
      setAt: context.clock.now(),
    });
    const reasons = breaches.map(({ explanation }) => explanation);
    await record({ ...context, db: transaction }, { loaded, before }, 'share', reasons);
    return true;
  });
}

async function record(
  { db, outbox, clock, ids, logger }: Context,
  { loaded, before }: Trial,
  place: RollbackRecord['place'],
  reasons: readonly string[],
): Promise<void> {
  const { model, version } = loaded;
  const rolledBack = { model, version, previousVersion: before.version };
  await insertRollback(db, { id: ids.next(), ...rolledBack, place, reasons, at: clock.now() });
  await outbox.append(
    db,
    newEvent('model.rolled_back', model, { ...rolledBack, reasons: [...reasons] }),
  );
  logger.warn('A model version lost its place to the one before it.', { ...rolledBack, reasons });
}

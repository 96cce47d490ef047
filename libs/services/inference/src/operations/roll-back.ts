import { newEvent, PlatformError } from '@millrace/platform';
import type { Breach } from '../domain/traffic/judge-version.js';
import { targetName } from '../domain/traffic/traffic-plan.js';
import type { VersionChoice } from '../domain/version-choice.js';
import {
  deleteRollbackIntent,
  insertRollback,
  insertRollbackIntent,
  readRollbackIntents,
  readTraffic,
  writeTraffic,
  type RollbackIntent,
  type RollbackRecord,
} from '../store/traffic-queries.js';
import type { InferenceContext } from './context.js';
import type { Trial } from './version-watch.js';

type Context = Pick<InferenceContext, 'db' | 'outbox' | 'clock' | 'ids' | 'models' | 'logger'>;

/** Who takes a version back, in records. */
const actor = 'rollback';

/**
 * Gives the place of a champion back to the version before it, unless somebody has moved the alias meanwhile. That it is
 * to be done is written first: a process that ends on the way leaves it to `finishRollbacks`.
 * @returns whether it was given back
 * @throws PlatformError `unavailable` while the registry or the database is away: it is tried again
 */
export async function rollBackChampion(
  context: Context,
  { loaded, before }: Trial,
  breaches: readonly Breach[],
): Promise<boolean> {
  const intent: RollbackIntent = {
    model: loaded.model,
    version: loaded.version,
    previousVersion: before.version,
    reasons: breaches.map(({ explanation }) => explanation),
  };
  const isNew = await insertRollbackIntent(context.db, intent, context.clock.now());
  return carryOut(context, intent, isNew ? 'begun' : 'resumed');
}

/**
 * Carries out what a process began that ended before its record was written.
 * @returns the models whose champion is another now
 * @throws PlatformError `unavailable` while the registry or the database is away
 */
export async function finishRollbacks(context: Context): Promise<string[]> {
  const moved: string[] = [];
  for (const intent of await readRollbackIntents(context.db)) {
    if (await carryOut(context, intent, 'resumed')) moved.push(intent.model);
  }
  return moved;
}

/** @param attempt `resumed` where the alias may have been moved for this intent already */
async function carryOut(
  context: Context,
  intent: RollbackIntent,
  attempt: 'begun' | 'resumed',
): Promise<boolean> {
  const { model, version, previousVersion, reasons } = intent;
  try {
    await context.models.moveAlias({
      model,
      alias: 'champion',
      version: previousVersion,
      expectedVersion: version,
      reason: `Version ${version} was rolled back. ${reasons.join(' ')}`,
    });
  } catch (caught) {
    const { code } = PlatformError.from(caught);
    if (code !== 'failed_precondition' && code !== 'not_found') throw caught;
    const isDone = attempt === 'resumed' && (await championOf(context, model)) === previousVersion;
    if (!isDone) {
      await deleteRollbackIntent(context.db, intent);
      return false;
    }
  }
  await context.db.transaction().execute(async (transaction) => {
    if (!(await deleteRollbackIntent(transaction, intent))) return;
    await record({ ...context, db: transaction }, intent, 'champion');
  });
  return true;
}

/** The number of the version that is champion now; undefined where there is none. */
async function championOf(
  { models }: Pick<Context, 'models'>,
  model: string,
): Promise<number | undefined> {
  try {
    const selector = { $case: 'alias', value: 'champion' } as const;
    return (await models.getModelVersion({ model, selector })).version?.version;
  } catch (caught) {
    if (PlatformError.from(caught).code === 'not_found') return undefined;
    throw caught;
  }
}

/**
 * Takes a version's share of the traffic away; the champion answers instead.
 * @returns whether it still had one
 */
export async function rollBackShare(
  context: Context,
  { loaded, before }: Trial,
  breaches: readonly Breach[],
  target: VersionChoice,
): Promise<boolean> {
  const { model, version } = loaded;
  return context.db.transaction().execute(async (transaction) => {
    await transaction
      .selectFrom('traffic_plan')
      .select('model')
      .where('model', '=', model)
      .forUpdate()
      .execute();
    const present = (await readTraffic(transaction)).find((each) => each.model === model);
    const shares = present?.plan.shares.filter(({ to }) => targetName(to) !== targetName(target));
    if (!present || !shares || shares.length === present.plan.shares.length) return false;
    await writeTraffic(transaction, {
      ...present,
      plan: { ...present.plan, shares },
      setBy: actor,
      setAt: context.clock.now(),
    });
    const reasons = breaches.map(({ explanation }) => explanation);
    const rollback = { model, version, previousVersion: before.version, reasons };
    await record({ ...context, db: transaction }, rollback, 'share');
    return true;
  });
}

async function record(
  { db, outbox, clock, ids, logger }: Context,
  { model, version, previousVersion, reasons }: RollbackIntent,
  place: RollbackRecord['place'],
): Promise<void> {
  const rolledBack = { model, version, previousVersion };
  await insertRollback(db, { id: ids.next(), ...rolledBack, place, reasons, at: clock.now() });
  await outbox.append(
    db,
    newEvent('model.rolled_back', model, { ...rolledBack, reasons: [...reasons] }),
  );
  logger.warn('A model version lost its place to the one before it.', { ...rolledBack, reasons });
}

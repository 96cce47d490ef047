import type { InferenceDb } from './tables.js';

export interface ServedVersion {
  readonly model: string;
  readonly version: number;
  readonly sha256: string;
  readonly modelKey: string;
  readonly algorithm: string;
}

/** Notes that a version answers now in place of its predecessor; true when it is loaded for the first time. */
export async function recordServing(
  db: InferenceDb,
  served: ServedVersion,
  now: Date,
): Promise<boolean> {
  const inserted = await db
    .insertInto('loaded_version')
    .values({
      model: served.model,
      version: served.version,
      sha256: served.sha256,
      model_key: served.modelKey,
      algorithm: served.algorithm,
      serving: true,
      loaded_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  const ofModel = db.updateTable('loaded_version').where('model', '=', served.model);
  await ofModel.set({ serving: false }).where('version', '!=', served.version).execute();
  await ofModel.set({ serving: true }).where('version', '=', served.version).execute();
  return inserted !== undefined;
}

/** The versions that answered last. */
export async function listServing(db: InferenceDb): Promise<ServedVersion[]> {
  const rows = await db
    .selectFrom('loaded_version')
    .select(['model', 'version', 'sha256', 'model_key', 'algorithm'])
    .where('serving', '=', true)
    .orderBy('model')
    .execute();
  return rows.map(({ model_key, ...row }) => ({ ...row, modelKey: model_key }));
}

/** Notes that a version was refused; false when it was noted before. */
export async function recordRejection(
  db: InferenceDb,
  rejected: { model: string; version: number; sha256: string; reason: string },
  now: Date,
): Promise<boolean> {
  const inserted = await db
    .insertInto('rejected_version')
    .values({ ...rejected, rejected_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return inserted !== undefined;
}

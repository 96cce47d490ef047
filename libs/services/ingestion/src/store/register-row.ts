import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import type { IngestionDb } from './tables.js';

export interface LockedDataset {
  readonly latestVersion: number;
  readonly target: string | undefined;
}

/** Makes the dataset when it is new, and holds its row until the transaction ends: one registration at a time. */
export async function lockDataset(
  db: IngestionDb,
  name: string,
  now: Date,
): Promise<LockedDataset> {
  await db
    .insertInto('dataset')
    .values({ name, latest_version: 0, rows: 0, target: null, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('dataset')
    .select(['latest_version', 'target'])
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { latestVersion: row.latest_version, target: row.target ?? undefined };
}

/** Adds the version and makes it the dataset's newest. */
export async function insertVersion(
  db: IngestionDb,
  record: DatasetVersionRecord,
  profile: string,
): Promise<void> {
  await db
    .insertInto('dataset_version')
    .values({
      dataset: record.dataset,
      version: record.version,
      md5: record.md5,
      sha256: record.sha256,
      bytes: record.bytes,
      rows: record.rows,
      columns: JSON.stringify(record.columns),
      target: record.target ?? null,
      data_key: record.dataKey,
      frame_key: record.frameKey,
      profile,
      created_at: record.createdAt,
    })
    .execute();
  const target = record.target;
  await db
    .updateTable('dataset')
    .set({
      latest_version: record.version,
      rows: record.rows,
      updated_at: record.createdAt,
      // A version without labels does not make the dataset forget what it is for.
      ...(target !== undefined && { target }),
    })
    .where('name', '=', record.dataset)
    .execute();
}

/** Gives a version that was uploaded without a target the one it got later; false when it has one by now. */
export async function setTarget(
  db: IngestionDb,
  version: { dataset: string; version: number },
  target: string,
): Promise<boolean> {
  const changed = await db
    .updateTable('dataset_version')
    .set({ target })
    .where('dataset', '=', version.dataset)
    .where('version', '=', version.version)
    .where('target', 'is', null)
    .returning('version')
    .executeTakeFirst();
  if (!changed) return false;
  await db.updateTable('dataset').set({ target }).where('name', '=', version.dataset).execute();
  return true;
}

/** Notes that a file was refused; false when it was noted before. */
export async function insertRejection(
  db: IngestionDb,
  rejection: { dataset: string; sha256: string; rejectedAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('rejected_upload')
    .values({
      dataset: rejection.dataset,
      sha256: rejection.sha256,
      rejected_at: rejection.rejectedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('dataset')
    .executeTakeFirst();
  return inserted !== undefined;
}

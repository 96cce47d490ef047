import type { Selectable } from 'kysely';
import type { DatasetVersionRecord, VersionColumn } from '../domain/dataset-version.js';
import type { DatasetVersionTable, IngestionDb } from './tables.js';

const described = [
  'dataset',
  'version',
  'md5',
  'sha256',
  'bytes',
  'rows',
  'columns',
  'target',
  'data_key',
  'frame_key',
  'created_at',
] as const;

function recordOf(
  row: Pick<Selectable<DatasetVersionTable>, (typeof described)[number]>,
): DatasetVersionRecord {
  return {
    dataset: row.dataset,
    version: row.version,
    md5: row.md5,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    rows: row.rows,
    columns: JSON.parse(row.columns) as VersionColumn[],
    target: row.target ?? undefined,
    dataKey: row.data_key,
    frameKey: row.frame_key,
    createdAt: new Date(row.created_at),
  };
}

/** One version, or the newest when no number is given. */
export async function findVersion(
  db: IngestionDb,
  dataset: string,
  version: number | undefined,
): Promise<DatasetVersionRecord | undefined> {
  let query = db.selectFrom('dataset_version').select(described).where('dataset', '=', dataset);
  query =
    version === undefined
      ? query.orderBy('version', 'desc').limit(1)
      : query.where('version', '=', version);
  const row = await query.executeTakeFirst();
  return row && recordOf(row);
}

/** The version that holds the bytes of one digest. */
export async function findVersionOf(
  db: IngestionDb,
  dataset: string,
  digest: { sha256: string } | { md5: string },
): Promise<DatasetVersionRecord | undefined> {
  const query = db.selectFrom('dataset_version').select(described).where('dataset', '=', dataset);
  const row = await (
    'sha256' in digest
      ? query.where('sha256', '=', digest.sha256)
      : query.where('md5', '=', digest.md5).limit(1)
  ).executeTakeFirst();
  return row && recordOf(row);
}

/** Versions newest first, beginning below `before`. */
export async function listVersionRows(
  db: IngestionDb,
  dataset: string,
  page: { limit: number; before: number | undefined },
): Promise<DatasetVersionRecord[]> {
  let query = db
    .selectFrom('dataset_version')
    .select(described)
    .where('dataset', '=', dataset)
    .orderBy('version', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('version', '<', page.before);
  return (await query.execute()).map(recordOf);
}

/** JSON of the profile of one version. */
export async function findProfile(
  db: IngestionDb,
  dataset: string,
  version: number,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('dataset_version')
    .select('profile')
    .where('dataset', '=', dataset)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.profile;
}

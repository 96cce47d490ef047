import type { IngestionDb } from './tables.js';

export interface DatasetSummary {
  readonly name: string;
  readonly latestVersion: number;
  readonly rows: number;
  readonly target: string | undefined;
  readonly updatedAt: Date;
}

/** Datasets by name, beginning after `after`. */
export async function listDatasetRows(
  db: IngestionDb,
  page: { limit: number; after: string | undefined },
): Promise<DatasetSummary[]> {
  let query = db.selectFrom('dataset').selectAll().orderBy('name').limit(page.limit);
  if (page.after !== undefined) query = query.where('name', '>', page.after);
  return (await query.execute()).map((row) => ({
    name: row.name,
    latestVersion: row.latest_version,
    rows: row.rows,
    target: row.target ?? undefined,
    updatedAt: new Date(row.updated_at),
  }));
}

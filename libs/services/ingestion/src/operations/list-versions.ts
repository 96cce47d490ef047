import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import { decodeIntegerToken, encodePageToken } from '../domain/page-token.js';
import { listVersionRows } from '../store/version-queries.js';
import type { IngestionContext } from './context.js';
import { getVersion } from './get-version.js';
import { pageOf, type Page, type PageRequest } from './page.js';

/**
 * Versions of a dataset, newest first.
 * @throws PlatformError `not_found` for an unknown dataset, `invalid_argument` for a page token of another list
 */
export async function listVersions(
  { db }: Pick<IngestionContext, 'db'>,
  dataset: string,
  { pageSize, pageToken }: PageRequest,
): Promise<Page<DatasetVersionRecord>> {
  const before = pageToken === undefined ? undefined : decodeIntegerToken(pageToken);
  const rows = await listVersionRows(db, dataset, { limit: pageSize + 1, before });
  if (rows.length === 0) await getVersion({ db }, dataset);
  return pageOf(rows, pageSize, ({ version }) => encodePageToken(version));
}

import { decodeTextToken, encodePageToken } from '../domain/page-token.js';
import { listDatasetRows, type DatasetSummary } from '../store/dataset-queries.js';
import type { IngestionContext } from './context.js';
import { pageOf, type Page, type PageRequest } from './page.js';

/**
 * Datasets by name.
 * @throws PlatformError `invalid_argument` for a page token of another list
 */
export async function listDatasets(
  { db }: Pick<IngestionContext, 'db'>,
  { pageSize, pageToken }: PageRequest,
): Promise<Page<DatasetSummary>> {
  const after = pageToken === undefined ? undefined : decodeTextToken(pageToken);
  const rows = await listDatasetRows(db, { limit: pageSize + 1, after });
  return pageOf(rows, pageSize, ({ name }) => encodePageToken(name));
}

import { textKeys, type Page, type PageRequest } from '@millrace/platform';
import { listDatasetRows, type DatasetSummary } from '../store/dataset-queries.js';
import type { IngestionContext } from './context.js';

/**
 * Datasets by name.
 * @throws PlatformError `invalid_argument` for a page token of another list
 */
export async function listDatasets(
  { db }: Pick<IngestionContext, 'db'>,
  request: PageRequest,
): Promise<Page<DatasetSummary>> {
  const after = textKeys.after(request);
  const rows = await listDatasetRows(db, { limit: request.pageSize + 1, after });
  return textKeys.page(rows, request, ({ name }) => name);
}

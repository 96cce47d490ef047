import { integerKeys, type Page, type PageRequest } from '@millrace/platform';
import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import { listVersionRows } from '../store/version-queries.js';
import type { IngestionContext } from './context.js';
import { getVersion } from './get-version.js';

/**
 * Versions of a dataset, newest first.
 * @throws PlatformError `not_found` for an unknown dataset, `invalid_argument` for a page token of another list
 */
export async function listVersions(
  { db }: Pick<IngestionContext, 'db'>,
  dataset: string,
  request: PageRequest,
): Promise<Page<DatasetVersionRecord>> {
  const before = integerKeys.after(request);
  const rows = await listVersionRows(db, dataset, { limit: request.pageSize + 1, before });
  if (rows.length === 0) await getVersion({ db }, dataset);
  return integerKeys.page(rows, request, ({ version }) => version);
}

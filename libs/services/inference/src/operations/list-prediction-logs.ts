import { textKeys, type Page, type PageRequest } from '@millrace/platform';
import { listBatches, type BatchRecord } from '../store/batch-queries.js';
import type { InferenceContext } from './context.js';

/**
 * Files of a model's prediction log, newest first; none for a model that has not answered yet.
 * @throws PlatformError `invalid_argument` for a page token of another list
 */
export async function listPredictionLogs(
  { db }: Pick<InferenceContext, 'db'>,
  model: string,
  request: PageRequest,
): Promise<Page<BatchRecord>> {
  const before = textKeys.after(request);
  const rows = await listBatches(db, model, { limit: request.pageSize + 1, before });
  return textKeys.page(rows, request, ({ file }) => file);
}

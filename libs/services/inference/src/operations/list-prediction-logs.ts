import { decodeTextToken, encodePageToken } from '../domain/page-token.js';
import { listBatches, type BatchRecord } from '../store/batch-queries.js';
import type { InferenceContext } from './context.js';

/**
 * Files of a model's prediction log, newest first; none for a model that has not answered yet.
 * @throws PlatformError `invalid_argument` for a page token of another list
 */
export async function listPredictionLogs(
  { db }: Pick<InferenceContext, 'db'>,
  model: string,
  { pageSize, pageToken }: { pageSize: number; pageToken?: string | undefined },
): Promise<{ items: readonly BatchRecord[]; nextPageToken?: string }> {
  const before = pageToken === undefined ? undefined : decodeTextToken(pageToken);
  const rows = await listBatches(db, model, { limit: pageSize + 1, before });
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return rows.length > pageSize && last
    ? { items, nextPageToken: encodePageToken(last.file) }
    : { items };
}

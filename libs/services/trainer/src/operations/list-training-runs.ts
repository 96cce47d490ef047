import { textKeys, type PageRequest } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { listRuns } from '../store/training-runs.js';
import { withCandidates, type RunWithCandidates } from './get-training-run.js';

/**
 * A page of runs, newest first.
 * @throws PlatformError `invalid_argument` for a page token that was never handed out
 */
export async function listTrainingRuns(
  { db }: Pick<Trainer, 'db'>,
  { dataset, ...request }: PageRequest & { dataset?: string | undefined },
): Promise<{ runs: RunWithCandidates[]; nextPageToken?: string }> {
  const before = textKeys.after(request);
  const found = await listRuns(db, {
    limit: request.pageSize + 1,
    ...(before !== undefined && { before }),
    ...(dataset !== undefined && { dataset }),
  });
  const { items: page, ...next } = textKeys.page(found, request, ({ id }) => id);
  return { runs: await withCandidates({ db }, page), ...next };
}

import { textKeys, type PageRequest } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { candidatesOf } from '../store/candidates.js';
import { listRuns } from '../store/training-runs.js';
import type { RunWithCandidates } from './get-training-run.js';

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
  const candidates = await candidatesOf(
    db,
    page.map(({ id }) => id),
  );
  return {
    runs: page.map((run) => ({
      run,
      candidates: candidates.filter(({ run_id }) => run_id === run.id),
    })),
    ...next,
  };
}

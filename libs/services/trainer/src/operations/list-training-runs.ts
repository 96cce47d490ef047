import type { Trainer } from '../dependencies.js';
import { pageTokenAfter, runIdOf } from '../domain/page-token.js';
import { candidatesOf } from '../store/candidates.js';
import { listRuns } from '../store/training-runs.js';
import type { RunWithCandidates } from './get-training-run.js';

/**
 * A page of runs, newest first.
 * @throws PlatformError `invalid_argument` for a page token that was never handed out
 */
export async function listTrainingRuns(
  { db }: Pick<Trainer, 'db'>,
  {
    pageSize,
    pageToken,
    dataset,
  }: {
    pageSize: number;
    pageToken?: string | undefined;
    dataset?: string | undefined;
  },
): Promise<{ runs: RunWithCandidates[]; nextPageToken?: string }> {
  const found = await listRuns(db, {
    limit: pageSize + 1,
    ...(pageToken !== undefined && { before: runIdOf(pageToken) }),
    ...(dataset !== undefined && { dataset }),
  });
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const candidates = await candidatesOf(
    db,
    page.map(({ id }) => id),
  );
  return {
    runs: page.map((run) => ({
      run,
      candidates: candidates.filter(({ run_id }) => run_id === run.id),
    })),
    ...(last && found.length > pageSize && { nextPageToken: pageTokenAfter(last.id) }),
  };
}

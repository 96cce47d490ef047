import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import {
  ensembleMembers,
  membersToFit,
  chooseCandidate,
  refitOf,
  refitTask,
  type RefitMember,
} from '../domain/learning.js';
import { patienceFor } from '../domain/patience.js';
import { inOrder, type CandidateRow } from '../store/candidates.js';
import { foldsOf } from '../store/folds.js';
import type { StoredModel } from '../store/tables.js';
import { changeHeldRun } from '../store/training-runs.js';
import type { Execution } from './execution.js';
import { readOutOfFold } from './out-of-fold.js';
import { writeModelFolder } from './write-model-folder.js';

/**
 * Fits the best candidate on all training rows, scores it once on the holdout, and stores its folder. A resumed run finds
 * the model its former holder stored.
 * @throws PlatformError `failed_precondition` when no candidate succeeded
 */
export async function refitBest(
  trainer: Trainer,
  execution: Execution,
  candidates: readonly CandidateRow[],
): Promise<StoredModel> {
  const { run, held, frame, plan } = execution;
  if (run.stored_model) return run.stored_model;
  const folds = await foldsOf(trainer.db, [run.id]);
  const best = chooseCandidate(inOrder(candidates), {
    metric: run.metric,
    finer: run.task === 'regression' ? 'rmse' : 'logLoss',
    foldsOf: (name) =>
      folds.flatMap((fold) => (fold.name === name ? (fold.metrics[run.metric] ?? []) : [])),
  });
  if (!best) throw noneSucceeded(candidates);

  const { pool, policy } = trainer;
  const task = refitTask(
    { ...run, frame },
    {
      algorithm: best.algorithm,
      members: await membersOf(trainer, execution, membersToFit(best, candidates)),
      metric: run.metric,
      folds: policy.folds,
    },
  );
  const refit = refitOf(
    await pool.run(task, {
      signal: held.signal,
      timeoutMs: patienceFor(plan.size.rows, 2 * policy.candidateTimeoutMs),
    }),
  );
  const folder = await writeModelFolder(trainer, execution, { algorithm: best.algorithm, refit });
  const stored: StoredModel = {
    candidate: best.name,
    algorithm: best.algorithm,
    ...folder,
    signatureJson: JSON.stringify(refit.signature),
    holdout: refit.holdout,
  };
  await changeHeldRun(trainer.db, held, {
    best: best.name,
    stored_model: JSON.stringify(stored),
  });
  trainer.signals.changed(run.id);
  return stored;
}

/** The members with what they said of the training rows, where that was kept. */
async function membersOf(
  trainer: Trainer,
  execution: Execution,
  members: ReturnType<typeof membersToFit>,
): Promise<RefitMember[]> {
  const folds = Array.from({ length: execution.plan.folds }, (_, fold) => fold);
  return Promise.all(
    members.map(async ({ name, ...member }) =>
      ensembleMembers.has(member.algorithm)
        ? { ...member, outOfFold: await readOutOfFold(trainer, execution, { name, folds }) }
        : member,
    ),
  );
}

function noneSucceeded(candidates: readonly CandidateRow[]): PlatformError {
  const reasons = candidates.map(
    ({ name, reason }) => `${name}: ${reason ?? 'no value of the metric'}`,
  );
  return new PlatformError(
    'failed_precondition',
    `No candidate succeeded. ${reasons.join('; ')}`.slice(0, 2000),
  );
}

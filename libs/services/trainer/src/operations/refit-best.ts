import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { membersToFit, rankCandidates, refitOf, refitTask } from '../domain/learning.js';
import { mlModelDocument } from '../domain/mlmodel.js';
import type { CandidateRow } from '../store/candidates.js';
import type { StoredModel } from '../store/tables.js';
import { changeHeldRun } from '../store/training-runs.js';
import type { Execution } from './execute-training-run.js';
import { sha256Of } from './read-frame-bytes.js';

/**
 * Fits the best candidate on all training rows, scores it once on the holdout, and stores its folder under the
 * digest of the model file. A resumed run finds the model its former holder stored.
 * @throws PlatformError `failed_precondition` when no candidate succeeded
 */
export async function refitBest(
  trainer: Trainer,
  execution: Execution,
  candidates: readonly CandidateRow[],
): Promise<StoredModel> {
  const { run, held, frame, version } = execution;
  if (run.stored_model) return run.stored_model;
  const [best] = rankCandidates(candidates, run.metric);
  if (!best) throw noneSucceeded(candidates);

  const { pool, policy, objects, clock, codeCommit } = trainer;
  const task = refitTask(
    { ...run, frame },
    { algorithm: best.algorithm, members: membersToFit(best, candidates) },
  );
  const refit = refitOf(
    await pool.run(task, { signal: held.signal, timeoutMs: 2 * policy.candidateTimeoutMs }),
  );
  const sha256 = sha256Of(refit.model);
  const folder = `models/${sha256}`;
  const stored: StoredModel = {
    candidate: best.name,
    algorithm: best.algorithm,
    key: `${folder}/model.millrace`,
    sha256,
    size: refit.model.byteLength,
    signatureJson: JSON.stringify(refit.signature),
    holdout: refit.holdout,
  };
  await objects.put(stored.key, refit.model);
  await objects.put(
    `${folder}/MLmodel`,
    encoded(
      mlModelDocument({
        runId: run.id,
        createdAt: clock.now(),
        algorithm: best.algorithm,
        sha256,
        size: stored.size,
        signature: refit.signature,
        lineage: {
          dataset: run.dataset,
          datasetVersion: run.version,
          datasetSha256: version.digest?.sha256 ?? '',
          codeCommit,
          seed: run.seed,
          target: run.target,
        },
      }),
    ),
  );
  await objects.put(`${folder}/input_example.json`, encodedJson(refit.inputExample));
  await objects.put(`${folder}/evaluation.json`, encodedJson(refit.holdout));
  await changeHeldRun(trainer.db, held, {
    best: best.name,
    stored_model: JSON.stringify(stored),
  });
  trainer.signals.changed(run.id);
  return stored;
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

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function encodedJson(value: unknown): Uint8Array {
  return encoded(`${JSON.stringify(value, null, 2)}\n`);
}

import type { Trainer } from '../dependencies.js';
import { blendOf, blendTask, ensembleAlgorithm, ensembleCandidates } from '../domain/learning.js';
import { candidatesOf } from '../store/candidates.js';
import type { Execution } from './execute-training-run.js';
import { keepCandidate, record } from './keep-candidate.js';
import { readOutOfFold } from './out-of-fold.js';

/** Validates a weighted mean of the best candidates as one of its own, where there are two to make it of. */
export async function buildEnsemble(trainer: Trainer, execution: Execution): Promise<void> {
  const { db, clock, pool, policy } = trainer;
  const { run, held, frame, plan } = execution;
  const candidates = await candidatesOf(db, [run.id]);
  const present = candidates.find(({ name }) => name === ensembleAlgorithm);
  if (present) return record(trainer, execution, present, held.signal);
  const best = ensembleCandidates(candidates, run.task === 'regression' ? 'rmse' : 'logLoss');
  if (best.length === 0) return;
  const startedAt = clock.now();
  const folds = Array.from({ length: plan.folds }, (_, fold) => fold);
  const members = await Promise.all(
    best.map(async ({ name }) => ({
      name,
      outOfFold: await readOutOfFold(trainer, execution, { name, folds }),
    })),
  );
  const blend = blendOf(
    await pool.run(blendTask({ ...run, frame }, { folds: policy.folds, members }), {
      signal: held.signal,
      timeoutMs: policy.candidateTimeoutMs,
    }),
  );
  const sumOf = (field: 'fit_seconds' | 'predict_micros_per_row') =>
    best.reduce((sum, each) => sum + (each.name in blend.weights ? (each[field] ?? 0) : 0), 0);
  await keepCandidate(
    trainer,
    execution,
    {
      name: ensembleAlgorithm,
      algorithm: ensembleAlgorithm,
      startedAt,
      status: 'succeeded',
      reason: null,
      parameters: blend.weights,
      validation: blend.metrics,
      fit_seconds: sumOf('fit_seconds'),
      predict_micros_per_row: sumOf('predict_micros_per_row'),
    },
    held.signal,
  );
}

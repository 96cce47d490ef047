import type { Trainer } from '../dependencies.js';
import {
  blendOf,
  blendTask,
  ensembleAlgorithms,
  ensembleCandidates,
  type BlendMember,
} from '../domain/learning.js';
import { patienceFor } from '../domain/patience.js';
import { candidatesOf, type CandidateRow } from '../store/candidates.js';
import type { Execution } from './execution.js';
import { keepCandidate, record } from './keep-candidate.js';
import { readOutOfFold } from './out-of-fold.js';

/** Validates what the best candidates say together as candidates of their own, where there are two to make them of. */
export async function buildEnsembles(trainer: Trainer, execution: Execution): Promise<void> {
  const { run, held, plan } = execution;
  const candidates = await candidatesOf(trainer.db, [run.id]);
  const missing: string[] = [];
  for (const algorithm of ensembleAlgorithms) {
    const present = candidates.find(({ name }) => name === algorithm);
    if (present) await record(trainer, execution, present, held.signal);
    else missing.push(algorithm);
  }
  const best = ensembleCandidates(candidates, run.task === 'regression' ? 'rmse' : 'logLoss');
  if (best.length === 0 || missing.length === 0) return;
  const folds = Array.from({ length: plan.folds }, (_, fold) => fold);
  const members = await Promise.all(
    best.map(async ({ name }) => ({
      name,
      outOfFold: await readOutOfFold(trainer, execution, { name, folds }),
    })),
  );
  for (const algorithm of missing) {
    await buildEnsemble(trainer, execution, algorithm, { best, members });
  }
}

async function buildEnsemble(
  trainer: Trainer,
  execution: Execution,
  algorithm: string,
  {
    best,
    members,
  }: { readonly best: readonly CandidateRow[]; readonly members: readonly BlendMember[] },
): Promise<void> {
  const { clock, pool, policy } = trainer;
  const { run, held, frame, plan } = execution;
  const startedAt = clock.now();
  const task = blendTask({ ...run, frame }, { algorithm, folds: policy.folds, members });
  const blend = blendOf(
    await pool.run(task, {
      signal: held.signal,
      timeoutMs: patienceFor(plan.size.rows, policy.candidateTimeoutMs),
    }),
  );
  const sumOf = (field: 'fit_seconds' | 'predict_micros_per_row') =>
    best.reduce((sum, each) => sum + (each.name in blend.weights ? (each[field] ?? 0) : 0), 0);
  await keepCandidate(
    trainer,
    execution,
    {
      name: algorithm,
      algorithm,
      startedAt,
      status: blend.reason === undefined ? 'succeeded' : 'skipped',
      reason: blend.reason ?? null,
      parameters: blend.weights,
      validation: blend.metrics,
      fit_seconds: sumOf('fit_seconds'),
      predict_micros_per_row: sumOf('predict_micros_per_row'),
    },
    held.signal,
  );
}

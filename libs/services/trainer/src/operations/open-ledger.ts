import type { Trainer } from '../dependencies.js';
import {
  expectedFits,
  expectedFitSeconds,
  rungsOf,
  type TrainingPlan,
} from '../domain/learning.js';
import { WorkLedger } from '../domain/work-ledger.js';
import type { TrainingRunRow } from '../store/training-runs.js';

/** Estimated from runs of small tables, of which fits take next to nothing: without these a run would be done as soon as begun. */
const taskSeconds = 0.03;
const endSeconds = 1;

/** An account of what the run has to do, as far as it is known before anything is fitted. */
export function openLedger(
  { pool, clock }: Pick<Trainer, 'pool' | 'clock'>,
  run: TrainingRunRow,
  { plan, algorithms }: { readonly plan: TrainingPlan; readonly algorithms: readonly string[] },
): WorkLedger {
  const trials = run.search ? (run.search.trials ?? Infinity) : 0;
  return new WorkLedger({
    candidates: algorithms.map((algorithm) => ({
      algorithm,
      fitSeconds: expectedFitSeconds(algorithm, plan.size),
    })),
    folds: plan.folds,
    trialFits: expectedFits(trials, rungsOf(plan.folds)),
    searchSeconds: run.search?.seconds ?? Infinity,
    taskSeconds,
    endSeconds,
    threads: pool.size,
    startedAt: run.started_at ?? clock.now(),
    progress: run.progress,
  });
}

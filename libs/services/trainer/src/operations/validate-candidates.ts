import type { Trainer } from '../dependencies.js';
import { baselineAlgorithm, defaultParameters } from '../domain/learning.js';
import { candidatesOf, type CandidateRow } from '../store/candidates.js';
import { allOrNone } from './all-or-none.js';
import { buildEnsembles } from './build-ensembles.js';
import type { Execution } from './execution.js';
import { validateFolds } from './fold-validation.js';
import { keepCandidate, outcomeOf, record } from './keep-candidate.js';
import { searchParameters } from './search-parameters.js';
import { abortsAt } from './time-limit.js';

/**
 * Cross-validates every candidate of a run in the pool, then the trials of its search, then ensembles of them, and keeps
 * each result as it comes; those a former holder of the run finished are not repeated.
 * @returns all candidates of the run
 */
export async function validateCandidates(
  trainer: Trainer,
  execution: Execution,
): Promise<readonly CandidateRow[]> {
  const { run, held, algorithms, until } = execution;
  const known = new Map(
    (await candidatesOf(trainer.db, [run.id])).map((candidate) => [candidate.name, candidate]),
  );
  const over = new AbortController();
  const timeIsUp = abortsAt(trainer.clock, until, AbortSignal.any([held.signal, over.signal]));
  try {
    await allOrNone(held.signal, algorithms, async (algorithm, signal) => {
      const candidate = known.get(algorithm);
      if (candidate) await record(trainer, execution, candidate, signal);
      else await validateUsual(trainer, execution, algorithm, { signal, timeIsUp });
    });
  } finally {
    over.abort();
  }
  await searchParameters(trainer, execution);
  await buildEnsembles(trainer, execution);
  return candidatesOf(trainer.db, [run.id]);
}

/** Validates an algorithm with its own parameters. */
async function validateUsual(
  trainer: Trainer,
  execution: Execution,
  algorithm: string,
  { signal, timeIsUp }: { readonly signal: AbortSignal; readonly timeIsUp: AbortSignal },
): Promise<void> {
  const startedAt = trainer.clock.now();
  const contestant = {
    name: algorithm,
    algorithm,
    parameters: defaultParameters(algorithm),
    trial: null,
  };
  const limits = {
    signal,
    // Without the baseline a run could end with nothing at all.
    timeIsUp: algorithm === baselineAlgorithm ? new AbortController().signal : timeIsUp,
  };
  const end = await validateFolds(trainer, execution, contestant, execution.plan.folds, limits);
  await keepCandidate(trainer, execution, { ...outcomeOf(contestant, end), startedAt }, signal);
}

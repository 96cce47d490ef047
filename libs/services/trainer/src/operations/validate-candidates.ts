import type { Trainer } from '../dependencies.js';
import { algorithmsOf } from '../domain/algorithms.js';
import { ensembleMembers } from '../domain/learning.js';
import { candidatesOf, type CandidateRow } from '../store/candidates.js';
import { allOrNone } from './all-or-none.js';
import { buildEnsemble } from './build-ensemble.js';
import type { Execution } from './execute-training-run.js';
import { keepCandidate, record } from './keep-candidate.js';
import { storeOutOfFold } from './out-of-fold.js';
import { searchParameters } from './search-parameters.js';
import { outcomeOf, validateCandidate } from './validate-candidate.js';

/**
 * Cross-validates every candidate of a run in the pool, then the trials of its search, then an ensemble of them, and keeps
 * each result as it comes; those a former holder of the run finished are not repeated.
 * @returns all candidates of the run
 */
export async function validateCandidates(
  trainer: Trainer,
  execution: Execution,
): Promise<readonly CandidateRow[]> {
  const { run } = execution;
  const algorithms = algorithmsOf(run.candidates ?? trainer.policy.candidates, run.task);
  const known = new Map(
    (await candidatesOf(trainer.db, [run.id])).map((candidate) => [candidate.name, candidate]),
  );
  await allOrNone(execution.held.signal, algorithms, async (algorithm, signal) => {
    const candidate = known.get(algorithm);
    if (candidate) await record(trainer, execution, candidate, signal);
    else await validateUsual(trainer, execution, algorithm, signal);
  });
  await searchParameters(trainer, execution, algorithms);
  await buildEnsemble(trainer, execution);
  return candidatesOf(trainer.db, [run.id]);
}

/** Validates an algorithm with its own parameters. */
async function validateUsual(
  trainer: Trainer,
  execution: Execution,
  algorithm: string,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = trainer.clock.now();
  const result = await validateCandidate(trainer, execution, { algorithm }, signal);
  if (result.outOfFold && ensembleMembers.has(algorithm)) {
    await storeOutOfFold(trainer, execution, algorithm, result.outOfFold);
  }
  const ended = { name: algorithm, algorithm, startedAt, ...outcomeOf(result) };
  await keepCandidate(trainer, execution, ended, signal);
}

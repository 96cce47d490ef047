import type { Trainer } from '../dependencies.js';
import {
  ensembleMembers,
  planTrials,
  scoreBy,
  survivingTrials,
  type Parameters,
  type Trial,
  type ValidationResult,
} from '../domain/learning.js';
import { mergeValidations } from '../domain/merge-validations.js';
import { candidatesOf, championParameters } from '../store/candidates.js';
import type { Execution } from './execute-training-run.js';
import { keepCandidate } from './keep-candidate.js';
import { storeOutOfFold } from './out-of-fold.js';
import { allOrNone } from './all-or-none.js';
import { outcomeOf, validateCandidate } from './validate-candidate.js';

/** A trial after its first fold. */
interface Begun {
  readonly trial: Trial;
  readonly startedAt: Date;
  readonly result: ValidationResult;
  readonly score: number;
}

/**
 * Tries the parameters that the run's search asks for: all on the first fold, the better third of each algorithm on the
 * others too. Trials that a former holder of the run finished are not repeated.
 */
export async function searchParameters(
  trainer: Trainer,
  execution: Execution,
  algorithms: readonly string[],
): Promise<void> {
  const { run, held } = execution;
  if (!run.search) return;
  const trials = planTrials({
    algorithms,
    trials: run.search.trials,
    seed: run.seed,
    warmStarts: await warmStartsOf(trainer, run.model, run.id),
  });
  const finished = new Set((await candidatesOf(trainer.db, [run.id])).map(({ name }) => name));
  const waiting = trials.filter(({ name }) => !finished.has(name));
  const until = deadlineOf(trainer, run.search.seconds);

  const begun = await allOrNone(held.signal, waiting, async (trial, signal) => {
    if (trainer.clock.now() > until) return undefined;
    return beginTrial(trainer, execution, trial, signal);
  });
  const promising = begun.filter((each): each is Begun => each !== undefined);
  const going = new Set(survivingTrials(promising));
  await allOrNone(held.signal, promising, async (each, signal) => {
    if (going.has(each)) await finishTrial(trainer, execution, each, signal);
    else await stopTrial(trainer, execution, each, signal);
  });
}

async function warmStartsOf(
  { db }: Trainer,
  model: string,
  runId: string,
): Promise<Readonly<Record<string, Parameters>>> {
  const champion = await championParameters(db, model, runId);
  return champion ? { [champion.algorithm]: champion.parameters } : {};
}

function deadlineOf({ clock }: Trainer, seconds: number | undefined): Date {
  return new Date(clock.now().getTime() + (seconds ?? 86_400 * 365) * 1000);
}

/** The first fold. What did not get through it has ended. */
async function beginTrial(
  trainer: Trainer,
  execution: Execution,
  trial: Trial,
  signal: AbortSignal,
): Promise<Begun | undefined> {
  const startedAt = trainer.clock.now();
  const result = await validateCandidate(
    trainer,
    execution,
    { ...trial, foldNumbers: [0] },
    signal,
  );
  const metric = (result.metrics as Readonly<Record<string, number>>)[execution.run.metric];
  if (result.status === 'succeeded' && metric !== undefined) {
    return { trial, startedAt, result, score: scoreBy(execution.run.metric, metric) };
  }
  const { name, algorithm } = trial;
  const ended = { name, algorithm, startedAt, ...outcomeOf(result) };
  await keepCandidate(trainer, execution, ended, signal);
  return undefined;
}

async function stopTrial(
  trainer: Trainer,
  execution: Execution,
  { trial: { name, algorithm }, startedAt, result }: Begun,
  signal: AbortSignal,
): Promise<void> {
  const ended = {
    name,
    algorithm,
    startedAt,
    ...outcomeOf(result),
    status: 'stopped' as const,
    reason: 'Others of its algorithm did better on the first fold.',
  };
  await keepCandidate(trainer, execution, ended, signal);
}

async function finishTrial(
  trainer: Trainer,
  execution: Execution,
  { trial, startedAt, result: first }: Begun,
  signal: AbortSignal,
): Promise<void> {
  const { name, algorithm } = trial;
  const foldNumbers = Array.from({ length: trainer.policy.folds - 1 }, (_, index) => index + 1);
  const rest = await validateCandidate(trainer, execution, { ...trial, foldNumbers }, signal);
  const result = mergeValidations(first, rest, foldNumbers.length);
  if (result.outOfFold && ensembleMembers.has(algorithm)) {
    await storeOutOfFold(trainer, execution, name, result.outOfFold);
  }
  const ended = { name, algorithm, startedAt, ...outcomeOf(result) };
  await keepCandidate(trainer, execution, ended, signal);
}

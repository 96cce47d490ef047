import type { Trainer } from '../dependencies.js';
import {
  AsynchronousHalving,
  climbInOrder,
  defaultParameters,
  perfectScore,
  planTrials,
  rungsOf,
  type Climb,
} from '../domain/learning.js';
import { meanOfFolds, type FoldResult } from '../domain/mean-of-folds.js';
import { candidatesOf } from '../store/candidates.js';
import { attemptsOf } from '../store/folds.js';
import { allOrNone } from './all-or-none.js';
import type { Execution } from './execution.js';
import { validateFolds, type Contestant } from './fold-validation.js';
import { keepCandidate, outcomeOf, record, type EndedCandidate } from './keep-candidate.js';
import { scoresOf, scoresToBeat } from './scores-to-beat.js';
import { abortsAt, earliest, secondsAfter } from './time-limit.js';
import { settleWarmStarts } from './warm-starts.js';

/** A trial that has climbed a rung, but not the last one. */
interface Climber {
  readonly contestant: Contestant;
  readonly number: number;
  readonly startedAt: Date;
  readonly folds: readonly FoldResult[];
}

/**
 * Tries other parameters, as many or as long as the run's search says: asynchronous successive halving over the folds. A
 * search that a former holder of the run began is gone through again from its start, and finds the folds that were done in
 * the store: so it takes the same decisions as if it had never been broken off.
 */
export async function searchParameters(trainer: Trainer, execution: Execution): Promise<void> {
  const { db, clock } = trainer;
  const { run, held, algorithms, plan, until, ledger } = execution;
  if (!run.search) return;
  const trialOf = planTrials({
    algorithms,
    task: plan.task,
    seed: run.seed,
    warmStarts: await settleWarmStarts(trainer, execution),
  });
  if (!trialOf) return;

  const rungs = rungsOf(plan.folds);
  const halving = new AsynchronousHalving({
    trials: run.search.trials ?? Infinity,
    rungs,
    best: await scoresToBeat(trainer, execution),
    perfect: perfectScore(run.metric),
  });
  const known = new Map(
    (await candidatesOf(db, [run.id])).map((candidate) => [candidate.name, candidate]),
  );
  const begun = await firstTrialOf(trainer, run.id);
  const end = earliest(until, secondsAfter(begun ?? clock.now(), run.search.seconds));
  if (end) ledger.searchEnds(end);

  const over = new AbortController();
  const failure = new AbortController();
  const signal = AbortSignal.any([held.signal, failure.signal]);
  const timeIsUp = abortsAt(clock, end, AbortSignal.any([signal, over.signal]));
  timeIsUp.addEventListener('abort', () => halving.close());
  if (timeIsUp.aborted) halving.close();

  const climbers = new Map<number, Climber>();
  const keep = async (candidate: EndedCandidate): Promise<void> => {
    const present = known.get(candidate.name);
    if (present) await record(trainer, execution, present, signal);
    else await keepCandidate(trainer, execution, candidate, signal);
  };
  const climb = async ({ trial: number, rung }: Climb): Promise<readonly number[] | undefined> => {
    const { name, algorithm, parameters } = trialOf(number);
    const contestant: Contestant = {
      name,
      algorithm,
      parameters: { ...defaultParameters(algorithm), ...parameters },
      trial: number + 1,
    };
    const present = known.get(name);
    if (present && present.status !== 'succeeded' && present.fit_seconds === null) {
      await record(trainer, execution, present, signal);
      return undefined;
    }
    const startedAt = climbers.get(number)?.startedAt ?? clock.now();
    const count = rungs[rung] ?? plan.folds;
    const ended = await validateFolds(trainer, execution, contestant, count, { signal, timeIsUp });
    const scores = ended.status === 'succeeded' ? scoresOf(ended.folds, run.metric) : undefined;
    if (ended.status === 'succeeded' && scores && count < plan.folds) {
      climbers.set(number, { contestant, number, startedAt, folds: ended.folds });
      return scores;
    }
    climbers.delete(number);
    await keep({ ...outcomeOf(contestant, ended), startedAt });
    return scores;
  };
  let cause: unknown;
  try {
    await climbInOrder(halving, (step) =>
      climb(step).catch((error: unknown) => {
        cause ??= error;
        failure.abort();
        halving.close();
        throw error;
      }),
    );
  } catch (error) {
    throw cause ?? error;
  } finally {
    over.abort();
  }
  ledger.searchEnded();
  await allOrNone(held.signal, [...climbers.values()], async (climber) => {
    const reason = timeIsUp.aborted ? 'time' : halving.whyStopped(climber.number);
    await keep(stopped(climber, reasons[reason](climber.folds.length)));
  });
}

const reasons = {
  time: (folds: number) => `The time of the search was over after ${folds} of its folds.`,
  'others did better': (folds: number) =>
    `Others did better on ${folds === 1 ? 'the first fold' : `the first ${folds} folds`}.`,
  'out of reach': (folds: number) =>
    `Too far behind the best after ${folds === 1 ? 'the first fold' : `${folds} folds`} to come up to it.`,
};

function stopped({ contestant, startedAt, folds }: Climber, reason: string): EndedCandidate {
  const { name, algorithm, parameters } = contestant;
  const head = { name, algorithm, parameters, startedAt };
  return { ...head, status: 'stopped', reason, ...meanOfFolds(folds) };
}

/** When the first trial of the run began, if one has. */
async function firstTrialOf({ db }: Pick<Trainer, 'db'>, runId: string): Promise<Date | undefined> {
  const times = (await attemptsOf(db, [runId])).flatMap(({ trial, started_at }) =>
    trial === null ? [] : [started_at],
  );
  return times.length === 0
    ? undefined
    : new Date(Math.min(...times.map((time) => time.getTime())));
}

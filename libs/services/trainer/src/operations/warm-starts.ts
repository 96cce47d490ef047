import type { Trainer } from '../dependencies.js';
import { defaultParameters, membersToFit, type WarmStart } from '../domain/learning.js';
import { candidatesOf } from '../store/candidates.js';
import { changeHeldRun, findRun } from '../store/training-runs.js';
import type { Execution } from './execution.js';
import { championOf } from './score-champion.js';

/**
 * What the run's search begins with: the parameters of the model's champion, or of the members it is made of, one set for
 * an algorithm, unless they are the algorithm's own. Settled once, so that a champion that changes while the run is handed
 * on changes nothing about it.
 */
export async function settleWarmStarts(
  trainer: Trainer,
  { run, held }: Execution,
): Promise<readonly WarmStart[]> {
  if (run.warm_starts) return run.warm_starts;
  const starts = await startsOfChampion(trainer, run.model, held.signal);
  await changeHeldRun(trainer.db, held, { warm_starts: JSON.stringify(starts) });
  return starts;
}

async function startsOfChampion(
  trainer: Trainer,
  model: string,
  signal: AbortSignal,
): Promise<WarmStart[]> {
  const champion = await championOf(trainer, model, signal);
  const made = champion && (await findRun(trainer.db, champion.runId));
  if (!made) return [];
  const candidates = await candidatesOf(trainer.db, [made.id]);
  const best = candidates.find(({ name }) => name === made.best);
  if (!best) return [];
  const starts = new Map<string, WarmStart>();
  const members = membersToFit(best, candidates).sort((a, b) => b.weight - a.weight);
  for (const { algorithm, parameters } of members) {
    const known = starts.has(algorithm) || isUsual(algorithm, parameters);
    if (!known) starts.set(algorithm, { algorithm, parameters });
  }
  return [...starts.values()];
}

/** The candidate with its own parameters is in the run anyway. */
function isUsual(algorithm: string, parameters: WarmStart['parameters']): boolean {
  const usual = defaultParameters(algorithm);
  const names = new Set([...Object.keys(usual), ...Object.keys(parameters)]);
  return [...names].every((name) => usual[name] === parameters[name]);
}

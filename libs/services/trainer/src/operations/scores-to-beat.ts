import type { Trainer } from '../dependencies.js';
import { rankCandidates, scoreBy } from '../domain/learning.js';
import type { FoldResult } from '../domain/mean-of-folds.js';
import { candidatesOf, inOrder } from '../store/candidates.js';
import { foldsOf } from '../store/folds.js';
import type { Execution } from './execution.js';

/** The metric of each fold as a score of which more is better; undefined when a fold has none. */
export function scoresOf(folds: readonly FoldResult[], metric: string): number[] | undefined {
  const scores = folds.map(({ metrics }) => {
    const value = metrics[metric];
    return value === undefined ? Number.NaN : scoreBy(metric, value);
  });
  return scores.length > 0 && scores.every(Number.isFinite) ? scores : undefined;
}

/** What the best of the candidates with their own parameters scored on each fold. */
export async function scoresToBeat(
  { db }: Pick<Trainer, 'db'>,
  { run, algorithms, plan }: Execution,
): Promise<number[] | undefined> {
  const usual = (await candidatesOf(db, [run.id])).filter(({ name }) => algorithms.includes(name));
  const [best] = rankCandidates(inOrder(usual), run.metric);
  if (!best) return undefined;
  const folds = await foldsOf(db, [run.id], [best.name]);
  return folds.length === plan.folds ? scoresOf(folds, run.metric) : undefined;
}

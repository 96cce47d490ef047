import type { Parameters } from '../learners/learner.js';
import { createRandom, derivedSeed } from '../random/random.js';
import { sampleParameters, searchSpaces } from './search-space.js';

/** One set of parameters to try. */
export interface Trial {
  /** `gradient-boosting-t3`: the algorithm and the number of the trial. */
  readonly name: string;
  readonly algorithm: string;
  readonly parameters: Parameters;
}

export interface TrialPlan {
  readonly algorithms: readonly string[];
  readonly trials: number;
  readonly seed: number;
  /** Parameters that did well before: each is the first trial of its algorithm. */
  readonly warmStarts: Readonly<Record<string, Parameters>>;
}

/**
 * Random search (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012): algorithms take turns. The
 * same plan gives the same trials, and a longer one begins with those of a shorter.
 */
export function planTrials({ algorithms, trials, seed, warmStarts }: TrialPlan): Trial[] {
  const searched = algorithms.filter((algorithm) => Object.hasOwn(searchSpaces, algorithm));
  if (searched.length === 0) return [];
  const warm = searched.flatMap((algorithm): Omit<Trial, 'name'>[] => {
    const parameters = Object.hasOwn(warmStarts, algorithm) ? warmStarts[algorithm] : undefined;
    return parameters ? [{ algorithm, parameters }] : [];
  });
  return Array.from({ length: trials }, (_, number) => {
    const algorithm = searched[number % searched.length] ?? '';
    const random = createRandom(derivedSeed(seed, number));
    const parameters = sampleParameters(searchSpaces[algorithm] ?? {}, random);
    const trial = warm[number] ?? { algorithm, parameters };
    return { ...trial, name: `${trial.algorithm}-t${number + 1}` };
  });
}

/** Share of the trials that goes on after each rung. */
const survivors = 1 / 3;

/**
 * Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification", 2016): the better third of the
 * trials of each algorithm goes on, at least one.
 * @param scores of the trials that got a score; the higher the better
 */
export function survivingTrials<Entry extends { readonly trial: Trial; readonly score: number }>(
  scores: readonly Entry[],
): Entry[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of scores) {
    const group = groups.get(entry.trial.algorithm);
    if (group) group.push(entry);
    else groups.set(entry.trial.algorithm, [entry]);
  }
  return [...groups.values()].flatMap((group) =>
    [...group]
      .sort((a, b) => b.score - a.score)
      .slice(0, Math.max(1, Math.round(group.length * survivors))),
  );
}

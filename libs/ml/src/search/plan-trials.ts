import type { Parameters, TaskType } from '../learners/learner.js';
import { createRandom, derivedSeed } from '../random/random.js';
import { sampleParameters, searchSpaces } from './search-space.js';

/** Parameters of an algorithm that did well before. */
export interface WarmStart {
  readonly algorithm: string;
  readonly parameters: Parameters;
}

/** One set of parameters to try. */
export interface Trial extends WarmStart {
  /** `gradient-boosting-t3`: the algorithm and the number of the trial, from 1. */
  readonly name: string;
}

export interface TrialPlan {
  readonly algorithms: readonly string[];
  readonly task: TaskType;
  readonly seed: number;
  /** What is tried first. */
  readonly warmStarts: readonly WarmStart[];
}

/**
 * Random search (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012): algorithms take turns, and
 * every trial has chance of its own, so that the same plan gives the same trials however many of them are asked for.
 * @returns what makes trial number 0, 1, …; undefined when none of the algorithms has anything to search
 */
export function planTrials({
  algorithms,
  task,
  seed,
  warmStarts,
}: TrialPlan): ((number: number) => Trial) | undefined {
  const searched = algorithms.filter((algorithm) => Object.hasOwn(searchSpaces, algorithm));
  if (searched.length === 0) return undefined;
  const warm = warmStarts.filter(({ algorithm }) => searched.includes(algorithm));
  const drawn = (number: number): WarmStart => {
    const algorithm = searched[number % searched.length] ?? '';
    const random = createRandom(derivedSeed(seed, number));
    return {
      algorithm,
      parameters: sampleParameters(searchSpaces[algorithm] ?? [], task, random),
    };
  };
  return (number) => {
    const trial = warm[number] ?? drawn(number);
    return { ...trial, name: `${trial.algorithm}-t${number + 1}` };
  };
}

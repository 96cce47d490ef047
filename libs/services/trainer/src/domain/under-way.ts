import { meanOfFolds, type FoldResult } from './mean-of-folds.js';
import type { Parameters } from './learning.js';

interface Attempt {
  readonly name: string;
  readonly algorithm: string;
  readonly parameters: Parameters;
  readonly trial: number | null;
  readonly folds: number;
}

/** A candidate and how far it has come. */
export interface UnderWay extends Attempt {
  readonly foldsDone: number;
  /** Means of the folds so far. */
  readonly validation: Readonly<Record<string, number>>;
}

/** How far candidates have come on the folds that are done. */
export function underWayOf(
  attempts: readonly Attempt[],
  folds: readonly (FoldResult & { readonly name: string })[],
): UnderWay[] {
  const done = new Map<string, FoldResult[]>(attempts.map(({ name }) => [name, []]));
  for (const fold of folds) done.get(fold.name)?.push(fold);
  return attempts.map(({ name, algorithm, parameters, trial, folds: asked }) => {
    const own = done.get(name) ?? [];
    return {
      name,
      algorithm,
      parameters,
      trial,
      folds: asked,
      foldsDone: own.length,
      validation: own.length === 0 ? {} : meanOfFolds(own).validation,
    };
  });
}

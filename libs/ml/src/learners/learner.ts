import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { Crew } from '../parallel/crew.js';
import type { ScorerState } from '../scorers/scorer-state.js';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

export type TaskType = 'binary' | 'multiclass' | 'regression';

/** Classes of the rows: 0 … classCount - 1, every one of them present. */
export interface ClassTarget {
  readonly kind: 'classes';
  readonly codes: Int32Array;
  readonly classCount: number;
}

export interface QuantityTarget {
  readonly kind: 'quantity';
  /** Finite. */
  readonly values: Float64Array;
}

export type Target = ClassTarget | QuantityTarget;

export interface TrainingSet {
  readonly features: readonly Feature[];
  /** May be made anew each time it is asked for: a learner asks once, and keeps it no longer than it has to. */
  readonly table: FeatureTable;
  readonly target: Target;
  /** Weight of each row, above 0; their mean is 1. */
  readonly weights: Float64Array;
}

/** How large a fit is. */
export interface FitSize {
  readonly rows: number;
  readonly features: number;
  /** Columns of the design matrix. */
  readonly width: number;
  /** Classes, or 1 for a regression. */
  readonly outputs: number;
}

/** What a fit can tell of itself, beside the state it makes. */
export interface FitNotes {
  /** Steps of the minimisation, or iterations of boosting that were kept. */
  readonly iterations?: number;
  /** 1 when the minimum was found as closely as asked, 0 when the steps ran out. */
  readonly converged?: number;
  /** Of each row, by the trees that had not learned from it: accuracy for classes, R² for quantities. */
  readonly outOfBagScore?: number;
  /** The penalty `l2` that the rows chose, where that was left to them. */
  readonly chosenL2?: number;
}

export interface FitOptions {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly crew: Crew;
  /** Told once, at the end of the fit, by learners that have something to tell. */
  readonly onNotes?: (notes: FitNotes) => void;
}

/** One algorithm: the same training set, parameters and seed give the same state, whatever the size of the crew. */
export interface Learner {
  /** Its name in leaderboards, and in the files of its models. */
  readonly algorithm: string;
  readonly tasks: readonly TaskType[];
  readonly defaults: Parameters;
  /** About how long a fit takes on one core of 2026, in seconds: what decides whether it is tried at all. */
  estimateSeconds(size: FitSize, parameters: Parameters): number;
  /** Longest fit that is worth its time, in seconds, where that is less than the run allows. */
  readonly mostFitSeconds?: number;
  /** @throws RangeError for a parameter that cannot be */
  fit(set: TrainingSet, options: FitOptions): ScorerState;
}

export const classification: readonly TaskType[] = ['binary', 'multiclass'];
export const everyTask: readonly TaskType[] = ['binary', 'multiclass', 'regression'];

/** Answers a row gets: a probability of each class, or one value. */
export function outputsOf(target: Target): number {
  return target.kind === 'classes' ? target.classCount : 1;
}

/** @throws TypeError for a target of another kind: the catalogue keeps learners to their tasks */
export function classesOf(target: Target): ClassTarget {
  if (target.kind === 'classes') return target;
  throw new TypeError('This algorithm learns classes.');
}

import type { Matrix } from '../preprocess/matrix.js';
import type { ScorerState } from '../scorers/scorer.js';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface TrainingSet {
  readonly matrix: Matrix;
  /** Class of each row: 0 … classCount - 1, every one of them present. */
  readonly targets: Int32Array;
  readonly classCount: number;
}

/** One algorithm: the same training set, parameters and seed give the same state. */
export interface Learner {
  /** Its name in leaderboards, and in the files of its models. */
  readonly algorithm: string;
  readonly defaults: Parameters;
  /** About how long a fit takes on one core of 2026, in seconds: what decides whether it is tried at all. */
  estimateSeconds(
    rows: number,
    columns: number,
    classCount: number,
    parameters: Parameters,
  ): number;
  fit(set: TrainingSet, parameters: Parameters, seed: number): ScorerState;
}

/** @throws RangeError when the parameter is not a number above 0 */
export function positive(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`The parameter ${name} must be a number above 0.`);
}

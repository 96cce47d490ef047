import type { Parameters } from '../learners/learner.js';
import type { Evaluation, MetricName } from '../metrics/evaluate-classification.js';
import type { ModelInput, ModelSignature } from '../model/signature.js';

/** What a pool's threads are asked to do with one candidate; can be cloned to another thread, as its result can. */
export type CandidateTask = ValidationTask | RefitTask;

interface TaskOfCandidate {
  /** An encoded frame. */
  readonly frame: Uint8Array;
  readonly target: string;
  readonly algorithm: string;
  /** Fixes the holdout, the folds and the learner. */
  readonly seed: number;
}

/** Cross-validate the candidate on the training rows. */
export interface ValidationTask extends TaskOfCandidate {
  readonly kind: 'validate';
  readonly folds: number;
  /** How long one fit may be expected to take, in seconds; `defaultFitSeconds` when absent. */
  readonly fitSecondsLimit?: number;
}

export interface ValidationResult {
  readonly kind: 'validate';
  readonly status: 'succeeded' | 'skipped' | 'failed';
  /** Why it was skipped or failed, for people. */
  readonly reason?: string;
  readonly parameters: Parameters;
  /** Means over the folds; empty when it did not succeed. */
  readonly metrics: Partial<Record<MetricName, number>>;
  /** Mean of the folds, in seconds. */
  readonly fitSeconds?: number;
  /** Mean of the folds, encoding included, in microseconds. */
  readonly predictMicrosPerRow?: number;
}

/** Fit the candidate on all training rows, and score it once on the holdout. */
export interface RefitTask extends TaskOfCandidate {
  readonly kind: 'refit';
  readonly parameters: Parameters;
}

export interface RefitResult {
  readonly kind: 'refit';
  /** A model file. */
  readonly model: Uint8Array;
  readonly holdout: Evaluation;
  readonly signature: ModelSignature;
  /** The inputs of the first training row, by name; null where a value is missing. */
  readonly inputExample: InputExample;
}

export type InputExample = Readonly<Record<ModelInput['name'], string | number | boolean | null>>;

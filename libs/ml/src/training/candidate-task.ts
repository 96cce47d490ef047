import type { FitNotes, Parameters } from '../learners/learner.js';
import type { Evaluation } from '../metrics/evaluation.js';
import type { EvaluationDetails } from '../metrics/evaluation-details.js';
import type { MetricName, Metrics } from '../metrics/metric-catalogue.js';
import type { HoldoutExplanation } from '../explain/explain-holdout.js';
import type { Decision } from './tune-decision.js';
import type { OutOfFold } from './out-of-fold.js';
import type { RowsOfRun } from './training-data.js';
import type { ModelInput, ModelSignature } from '../model/signature.js';
import type { OnnxModel } from '../onnx/export-onnx.js';

/** What a pool's threads are asked to do; can be cloned to another thread, as its result can. */
export type CandidateTask = ValidationTask | BlendTask | RefitTask | ExportTask;

interface TaskOfRun extends RowsOfRun {
  /** An encoded frame. */
  readonly frame: Uint8Array;
  /** That of the candidate. */
  readonly algorithm: string;
}

/** Cross-validate a candidate on the training rows. */
export interface ValidationTask extends TaskOfRun {
  readonly kind: 'validate';
  /** The algorithm's own where absent. */
  readonly parameters?: Parameters;
  readonly folds: number;
  /** Which of the folds are validated on; all of them when absent. */
  readonly foldNumbers?: readonly number[];
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
  readonly metrics: Metrics;
  /** What fits had to tell of themselves, such as steps taken: means over the folds. */
  readonly notes?: FitNotes;
  /** Mean of the folds, in seconds. */
  readonly fitSeconds?: number;
  /** Mean of the folds, encoding included, in microseconds. */
  readonly predictMicrosPerRow?: number;
  readonly outOfFold?: OutOfFold;
}

/** A candidate that an ensemble may be made of. */
export interface BlendMember {
  readonly name: string;
  readonly outOfFold: OutOfFold;
}

/** Learn an ensemble of candidates, of the kind that `algorithm` names, and cross-validate it. */
export interface BlendTask extends TaskOfRun {
  readonly kind: 'blend';
  readonly folds: number;
  readonly members: readonly BlendMember[];
}

export interface BlendResult {
  readonly kind: 'blend';
  /** Why there is none, for people. */
  readonly reason?: string;
  /** By the names of the members: how much each counts; those of weight 0 are left out. */
  readonly weights: Readonly<Record<string, number>>;
  /** Means over the folds, each with what the other folds would make of the members. */
  readonly metrics: Metrics;
}

/** A candidate as it is fitted anew: itself, or the members of an ensemble. */
export interface RefitMember {
  readonly algorithm: string;
  readonly parameters: Parameters;
  readonly weight: number;
  /** What it said of the training rows; without it of every member, nothing can be tuned, or stacked. */
  readonly outOfFold?: OutOfFold;
}

/** Fit the winner on all training rows, score it once on the holdout, and fit it to all rows where they are few. */
export interface RefitTask extends TaskOfRun {
  readonly kind: 'refit';
  readonly members: readonly RefitMember[];
  /** By which the threshold between two classes is tuned, and by which features are important. */
  readonly metric: MetricName;
  /** Those that the members' answers come from. */
  readonly folds: number;
}

export interface RefitResult {
  readonly kind: 'refit';
  /** A model file. */
  readonly model: Uint8Array;
  /** That of the same candidate without the holdout rows, of which all figures are; absent where it is `model` itself. */
  readonly scored?: Uint8Array;
  readonly holdout: Evaluation;
  readonly details: EvaluationDetails;
  /** Of classes, where what the members said of the training rows is known. */
  readonly decision?: Decision;
  /** On the holdout; absent where it would take long. */
  readonly explanation?: HoldoutExplanation;
  readonly signature: ModelSignature;
  /** The inputs of the first training row, by name; null where a value is missing. */
  readonly inputExample: InputExample;
}

/** Write a model so that any runtime can answer with it. */
export interface ExportTask {
  readonly kind: 'export';
  /** That of the model. */
  readonly algorithm: string;
  /** A model file. */
  readonly model: Uint8Array;
}

export type ExportResult =
  | ({ readonly kind: 'export'; readonly status: 'succeeded' } & OnnxModel)
  | {
      readonly kind: 'export';
      readonly status: 'skipped';
      /** Why there can be none, for people. */
      readonly reason: string;
    };

export type CandidateTaskResult = ValidationResult | BlendResult | RefitResult | ExportResult;

export type InputExample = Readonly<Record<ModelInput['name'], string | number | boolean | null>>;

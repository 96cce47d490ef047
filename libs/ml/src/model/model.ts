import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature, FeatureTable } from '../features/feature-table.js';
import { likeliestClasses } from '../metrics/evaluate-classification.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { signatureOf, type ModelSignature } from './signature.js';

export interface Predictions {
  /** Class of each row, an index into the signature's classes. */
  readonly classes: Int32Array;
  /** rows x classes, row-major; each row sums to 1. */
  readonly probabilities: Float64Array;
}

/** A fitted pipeline: from a table to classes. */
export interface Model {
  readonly algorithm: string;
  readonly signature: ModelSignature;
  /**
   * Columns are found by name, others ignored; missing and infinite values are treated as in training.
   * @throws SignatureMismatch when an input is absent or of another kind
   */
  predict(frame: Frame): Predictions;
  /** Answers for rows whose columns are the inputs of the signature, in their order. */
  score(table: FeatureTable): Predictions;
}

/** Everything a model is, as data. */
export interface ModelState {
  readonly algorithm: string;
  readonly target: string;
  readonly classes: readonly string[];
  readonly features: readonly Feature[];
  readonly scorer: ScorerState;
}

/** @throws RangeError when the arrays of the state do not fit together */
export function createModel({ algorithm, target, classes, features, scorer }: ModelState): Model {
  const scoreOf = createScorer(scorer, { features, outputs: classes.length });
  const score = (table: FeatureTable): Predictions => {
    const probabilities = scoreOf(table);
    return { classes: likeliestClasses(probabilities, classes.length), probabilities };
  };
  return {
    algorithm,
    signature: signatureOf(features, { target, classes }),
    predict: (frame) => score(encodeFrame(features, frame)),
    score,
  };
}

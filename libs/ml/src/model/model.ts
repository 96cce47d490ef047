import type { Frame } from '@millrace/frame';
import { likeliestClasses } from '../metrics/evaluate-classification.js';
import { encodeTable, widthOf, type TableEncoding } from '../preprocess/table-encoder.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer.js';
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
   * Columns are found by name, others ignored; missing and infinite values are filled as in training.
   * @throws SignatureMismatch when an input is absent or of another kind
   */
  predict(frame: Frame): Predictions;
}

/** Everything a model is, as data. */
export interface ModelState {
  readonly algorithm: string;
  readonly target: string;
  readonly classes: readonly string[];
  readonly encoding: TableEncoding;
  readonly scorer: ScorerState;
}

/** @throws RangeError when the arrays of the state do not fit together */
export function createModel({ algorithm, target, classes, encoding, scorer }: ModelState): Model {
  const score = createScorer(scorer, widthOf(encoding), classes.length);
  return {
    algorithm,
    signature: signatureOf(encoding, { target, classes }),
    predict(frame) {
      const probabilities = score(encodeTable(encoding, frame));
      return { classes: likeliestClasses(probabilities, classes.length), probabilities };
    },
  };
}

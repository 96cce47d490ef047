import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { TaskType } from '../learners/learner.js';
import { decidedClasses } from '../threshold/decided-classes.js';
import { scorerOf } from '../scorers/create-scorer.js';
import { readyScorer, type ReadyScorer } from '../scorers/ready-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { signatureOf, type ModelSignature } from './signature.js';

/** What a model says of the rows of a table. */
export type Predictions = ClassPredictions | QuantityPredictions;

export interface ClassPredictions {
  readonly kind: 'classes';
  /** Class of each row, an index into the signature's classes. */
  readonly classes: Int32Array;
  /** rows x classes, row-major; each row sums to 1. */
  readonly probabilities: Float64Array;
}

export interface QuantityPredictions {
  readonly kind: 'quantities';
  /** One value a row. */
  readonly values: Float64Array;
}

/** A fitted pipeline: from a table to classes, or to quantities. */
export interface Model {
  readonly algorithm: string;
  readonly signature: ModelSignature;
  /** Probability above which a row is taken for the second of two classes, where it is not the likelier that is taken. */
  readonly threshold?: number;
  /**
   * Columns are found by name, others ignored; missing and infinite values are treated as in training.
   * @throws SignatureMismatch when an input is absent or of another kind
   */
  predict(frame: Frame): Predictions;
  /** Answers for rows whose columns are the inputs of the signature, in their order. */
  score(table: FeatureTable): Predictions;
  /** Of what the scorer answered, rows x outputs, what the model says. */
  decide(answers: Float64Array): Predictions;
}

/** Everything a model is, as data. */
export interface ModelState {
  readonly algorithm: string;
  readonly task: TaskType;
  readonly target: string;
  /** None for a regression. */
  readonly classes: readonly string[];
  readonly features: readonly Feature[];
  readonly scorer: ScorerState;
  /** Of two classes: a row is taken for the second when its probability is above it; absent: for the likelier. */
  readonly threshold?: number;
}

/** A model as it is used: as its state, but with the scorer made ready. Plain data, which threads can share. */
export type ModelImage = Omit<ModelState, 'scorer'> & { readonly scorer: ReadyScorer };

/** @throws RangeError when the arrays of trees do not fit together */
export function imageOf(state: ModelState): ModelImage {
  return { ...state, scorer: readyScorer(state.scorer, shapeOf(state)) };
}

/** @throws RangeError when the arrays of the image do not fit together */
export function modelOf(image: ModelImage): Model {
  const { algorithm, features, threshold, task, classes } = image;
  const answersOf = scorerOf(image.scorer, shapeOf(image));
  const decide = (answers: Float64Array): Predictions =>
    task === 'regression'
      ? { kind: 'quantities', values: answers }
      : {
          kind: 'classes',
          classes: decidedClasses(answers, classes.length, threshold),
          probabilities: answers,
        };
  const score = (table: FeatureTable) => decide(answersOf(table));
  return {
    algorithm,
    signature: signatureOf(features, image),
    ...(threshold !== undefined && { threshold }),
    predict: (frame) => score(encodeFrame(features, frame)),
    score,
    decide,
  };
}

function shapeOf({ features, ...about }: Pick<ModelState, 'features' | 'task' | 'classes'>) {
  return { features, outputs: outputsOf(about) };
}

/** Answers a model gives for a row: a probability of each class, or one value. */
export function outputsOf({ task, classes }: Pick<ModelState, 'task' | 'classes'>): number {
  return task === 'regression' ? 1 : classes.length;
}

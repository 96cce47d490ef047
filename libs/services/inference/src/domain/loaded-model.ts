import type { Frame } from '@millrace/frame';
import type { CheckedInstances } from './check-instances.js';
import type { Signature } from './signature.js';

/** Answers for the rows of a table, whose columns are the signature's inputs in their order. */
export type Predictor = (frame: Frame) => Scores;

export interface Scores {
  /** The predicted class of each row. */
  readonly predictions: readonly string[];
  /** Row by row, one probability a class in the signature's order. */
  readonly probabilities: Float64Array;
}

/** A model version ready to answer. Never changes: another version is another object. */
export interface LoadedModel {
  readonly model: string;
  readonly version: number;
  readonly sha256: string;
  readonly algorithm: string;
  readonly loadedAt: Date;
  readonly signature: Signature;
  readonly inputExample: Readonly<Record<string, string | number | boolean | null>>;
  readonly check: (instances: readonly unknown[]) => CheckedInstances;
  readonly predict: Predictor;
}

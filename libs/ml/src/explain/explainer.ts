import type { FeatureTable } from '../features/feature-table.js';

/** What the scores are that contributions add up to. */
export type ScoreScale =
  /** One score: the value itself. */
  | 'value'
  /** A score for each class: its probability. */
  | 'probability'
  /** One score: logarithm of the odds of the second of two classes. */
  | 'log-odds'
  /** A score for each class: what a softmax, or logistic functions, make probabilities of. */
  | 'class-score';

/** What a row is compared with: the base value is the score there. */
export type Reference =
  /** The training rows on average. */
  | 'training-rows'
  /** A row of which nothing is known. */
  | 'nothing-known';

/**
 * What contributions are. `exact`: Shapley values of the score. `rescaled`: those of scores behind it, carried through a
 * curve. `sampled`: estimates of either, from some of the orders in which features can become known; they add up all the same.
 */
export type ExplanationMethod = 'exact' | 'rescaled' | 'sampled';

/** The rows that stand for the training rows, where contributions are found by asking the model. */
export interface Background {
  readonly rows: number;
  /** Orders of the features, of each row altogether, where these are not counted out. */
  readonly orders?: number;
}

/**
 * Contributions of every feature to every score of every row: rows x scores x features, row-major. For each row and score
 * they add up to the score less its base value. Every step is a piece of the work, of a few milliseconds at most.
 */
export type ExplanationSteps = Generator<undefined, Float64Array, undefined>;

/** Says what each feature adds to the scores of a row. The same rows get the same answer, whatever rows are beside them. */
export interface Explainer {
  readonly scale: ScoreScale;
  readonly method: ExplanationMethod;
  /** Whether the score is that before probabilities were calibrated. */
  readonly calibratedAfterwards: boolean;
  readonly reference: Reference;
  readonly background?: Background;
  /** One for each score. */
  readonly baseValues: Float64Array;
  readonly steps: (table: FeatureTable) => ExplanationSteps;
}

/** The steps of what takes little time. */
export function* inOneStep(explain: () => Float64Array): ExplanationSteps {
  yield;
  return explain();
}

/** Takes all steps at once. */
export function contributionsOf({ steps }: Explainer, table: FeatureTable): Float64Array {
  const left = steps(table);
  for (;;) {
    const { done, value } = left.next();
    if (done === true) return value;
  }
}

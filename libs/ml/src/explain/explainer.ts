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

/** Says what each feature adds to the scores of a row. */
export interface Explainer {
  readonly kind: 'additive';
  readonly scale: ScoreScale;
  /** `exact`: Shapley values of the score. `rescaled`: those of scores behind it, carried through a curve. */
  readonly method: 'exact' | 'rescaled';
  /** Whether the score is that before probabilities were calibrated. */
  readonly calibratedAfterwards: boolean;
  readonly reference: Reference;
  /** One for each score. */
  readonly baseValues: Float64Array;
  /**
   * Contributions of every feature to every score of every row: rows x scores x features, row-major. For each row and
   * score they add up to the score less its base value.
   */
  explain(table: FeatureTable): Float64Array;
}

/** There is no sum of contributions that says what this model does. */
export interface NoExplainer {
  readonly kind: 'none';
  /** Why not, for people. */
  readonly reason: string;
}

import type { Feature, FeatureTable } from '../features/feature-table.js';

/** What a scorer's answers are about. */
export interface ScorerShape {
  readonly features: readonly Feature[];
  /** Classes, or 1 for a regression. */
  readonly outputs: number;
}

/**
 * Answers for each row of a table: rows x outputs, row-major. Outputs are probabilities of the classes, summing to 1 in
 * each row, or one value.
 */
export type Scorer = (table: FeatureTable) => Float64Array;

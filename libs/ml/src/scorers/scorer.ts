import type { FeatureTable } from '../features/feature-table.js';

/**
 * Answers for each row of a table: rows x outputs, row-major. Outputs are probabilities of the classes, summing to 1 in
 * each row, or one value.
 */
export type Scorer = (table: FeatureTable) => Float64Array;

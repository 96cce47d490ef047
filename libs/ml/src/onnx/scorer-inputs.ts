import type { Value } from './graph-builder.js';

/** The features of all rows, as a graph has them. */
export interface Inputs {
  /** Of each feature: rows x 1 doubles. */
  readonly columns: readonly Value[];
  /** All of them: rows x features. */
  readonly matrix: Value;
}

import type { Matrix } from '../preprocess/matrix.js';

/** Gives each row of a matrix a probability for each class: rows x classes, row-major, each row summing to 1. */
export type Scorer = (matrix: Matrix) => Float64Array;

/** What a fit leaves: flat arrays, as they lie in a model file. */
export type ScorerState =
  | {
      readonly kind: 'prior';
      /** Share of each class among the training rows. */
      readonly prior: Float64Array;
    }
  | {
      readonly kind: 'one-vs-rest';
      /** classes x (columns + 1), row-major; the last of each row is the intercept. */
      readonly weights: Float64Array;
    }
  | {
      readonly kind: 'forest';
      /** Node of each tree's root. */
      readonly roots: Int32Array;
      /** Column each node looks at; -1 for a leaf. */
      readonly columns: Int32Array;
      /** Rows below it go left. */
      readonly thresholds: Float64Array;
      /** Left child of each node, the right one follows it; of a leaf, its row in `leaves`. Always after the node. */
      readonly children: Int32Array;
      /** leaves x classes: share of each class in the leaf. */
      readonly leaves: Float64Array;
    };

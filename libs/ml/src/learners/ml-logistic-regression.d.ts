/** The package brings no types of its own; these are of version 2.0.0. */
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix';

  export default class LogisticRegression {
    constructor(options: { numSteps: number; learningRate: number });
    readonly classifiers: readonly { readonly weights: Matrix }[];
    /** @param targets a column of class numbers from 0 */
    train(features: Matrix, targets: Matrix): void;
  }
}

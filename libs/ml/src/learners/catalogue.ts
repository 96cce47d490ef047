import { baseline } from './baseline.js';
import { gradientBoosting } from './gradient-boosting.js';
import { kNearestNeighbours } from './k-nearest-neighbours.js';
import type { Learner } from './learner.js';
import { linearRegression } from './linear-regression.js';
import { logisticRegression } from './logistic-regression.js';
import { mljsLogisticRegression } from './mljs-logistic-regression.js';
import { mljsRandomForest } from './mljs-random-forest.js';
import { naiveBayes } from './naive-bayes.js';
import { randomForest } from './random-forest.js';

export const learners: readonly Learner[] = [
  baseline,
  gradientBoosting,
  kNearestNeighbours,
  linearRegression,
  logisticRegression,
  mljsLogisticRegression,
  mljsRandomForest,
  naiveBayes,
  randomForest,
];

/** @throws RangeError when there is none of this name */
export function learnerOf(algorithm: string): Learner {
  const learner = learners.find((each) => each.algorithm === algorithm);
  if (!learner) throw new RangeError(`There is no algorithm ${JSON.stringify(algorithm)}.`);
  return learner;
}

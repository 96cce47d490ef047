import { baseline } from './baseline.js';
import type { Learner } from './learner.js';
import { mljsLogisticRegression } from './mljs-logistic-regression.js';
import { mljsRandomForest } from './mljs-random-forest.js';

const learners: readonly Learner[] = [baseline, mljsLogisticRegression, mljsRandomForest];

/** @throws RangeError when there is none of this name */
export function learnerOf(algorithm: string): Learner {
  const learner = learners.find((each) => each.algorithm === algorithm);
  if (!learner) throw new RangeError(`There is no algorithm ${JSON.stringify(algorithm)}.`);
  return learner;
}

import { algorithms } from './algorithm-names.js';
import { baseline } from './baseline.js';
import { extraTrees } from './extra-trees.js';
import { gradientBoosting } from './gradient-boosting.js';
import { kNearestNeighbours } from './k-nearest-neighbours.js';
import type { Learner, TaskType } from './learner.js';
import { linearRegression } from './linear-regression.js';
import { logisticRegression } from './logistic-regression.js';
import { mljsLogisticRegression } from './mljs-logistic-regression.js';
import { mljsRandomForest } from './mljs-random-forest.js';
import { multilayerPerceptron } from './multilayer-perceptron.js';
import { naiveBayes } from './naive-bayes.js';
import { randomForest } from './random-forest.js';
import { shallowBoosting } from './shallow-boosting.js';

export const learners: readonly Learner[] = [
  baseline,
  extraTrees,
  gradientBoosting,
  kNearestNeighbours,
  linearRegression,
  logisticRegression,
  mljsLogisticRegression,
  mljsRandomForest,
  multilayerPerceptron,
  naiveBayes,
  randomForest,
  shallowBoosting,
];

/** Names of the algorithms that can do a task, in the order of the list of all. */
export function algorithmsFor(task: TaskType): string[] {
  return algorithms.filter((algorithm) => learnerOf(algorithm).tasks.includes(task));
}

/** @throws RangeError when there is none of this name */
export function learnerOf(algorithm: string): Learner {
  const learner = learners.find((each) => each.algorithm === algorithm);
  if (!learner) throw new RangeError(`There is no algorithm ${JSON.stringify(algorithm)}.`);
  return learner;
}

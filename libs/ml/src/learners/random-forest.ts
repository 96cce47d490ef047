import { estimateForestSeconds, fitForest, forestDefaults } from './fit-forest.js';
import { everyTask, type Learner } from './learner.js';

/** Measured. */
const secondsPerStep = 6e-9;

/**
 * Random forest of Breiman ("Random Forests", 2001) over binned features: trees to purity on bootstrap samples, a fresh
 * sample of the features at each node. Missing values go to the side that is better for the training rows, categories
 * are split into two sets. With `outOfBag` `scored`, each row is also judged by the trees that were not grown from it. The
 * seed draws features by their names: columns in another order give the same function.
 */
export const randomForest: Learner = {
  algorithm: 'random-forest',
  tasks: everyTask,
  defaults: forestDefaults,
  estimateSeconds: (size, parameters) => estimateForestSeconds(size, parameters, secondsPerStep),
  fit: (set, options) => fitForest(set, options, 'best'),
};

import { estimateForestSeconds, fitForest, forestDefaults } from './fit-forest.js';
import { everyTask, type Learner } from './learner.js';

/** Measured: cuts by chance make trees of three times as many nodes as the best ones do. */
const secondsPerStep = 1e-8;

/**
 * Extremely randomized trees (Geurts, Ernst and Wehenkel 2006): a forest that splits each feature it looks at in a place
 * drawn at random and keeps the best of these. Every tree is grown from all rows, up to a bound.
 */
export const extraTrees: Learner = {
  algorithm: 'extra-trees',
  tasks: everyTask,
  defaults: { ...forestDefaults, sampling: 'all' },
  estimateSeconds: (size, parameters) => estimateForestSeconds(size, parameters, secondsPerStep),
  fit: (set, options) => fitForest(set, options, 'random'),
};

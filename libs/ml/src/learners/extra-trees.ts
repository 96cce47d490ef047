import { estimateForestSeconds, fitForest, forestDefaults } from './fit-forest.js';
import { everyTask, type Learner } from './learner.js';

/**
 * Extremely randomized trees (Geurts, Ernst and Wehenkel 2006): a forest that splits each feature it looks at in a place
 * drawn at random and keeps the best of these. Every tree is grown from all rows.
 */
export const extraTrees: Learner = {
  algorithm: 'extra-trees',
  tasks: everyTask,
  defaults: { ...forestDefaults, sampling: 'all' },
  estimateSeconds: estimateForestSeconds,
  fit: (set, options) => fitForest(set, options, 'random'),
};

import { gradientBoosting } from './gradient-boosting.js';
import type { Learner } from './learner.js';

/**
 * Gradient boosting by many small steps of few leaves: of few rows it learns less chance than the larger trees do
 * (Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2009, 10.11 and 10.12). On more rows than it
 * has time for, those are the better ones.
 */
export const shallowBoosting: Learner = {
  ...gradientBoosting,
  algorithm: 'shallow-boosting',
  defaults: { ...gradientBoosting.defaults, iterations: 120, learningRate: 0.05, maxLeaves: 8 },
  mostFitSeconds: 2,
};

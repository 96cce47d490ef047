import type { Learner } from './learner.js';

/** Looks at no column: gives every row the class shares of the training rows. What a model must beat. */
export const baseline: Learner = {
  algorithm: 'baseline',
  defaults: {},
  estimateSeconds: () => 0,
  fit({ targets, classCount }) {
    const prior = new Float64Array(classCount);
    for (const code of targets) prior[code] = (prior[code] ?? 0) + 1 / targets.length;
    return { kind: 'prior', prior };
  },
};

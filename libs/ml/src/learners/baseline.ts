import { everyTask, outputsOf, type Learner } from './learner.js';

/** Looks at no feature: gives every row the class shares, or the mean, of the training rows. What a model must beat. */
export const baseline: Learner = {
  algorithm: 'baseline',
  tasks: everyTask,
  defaults: {},
  estimateSeconds: () => 0,
  fit({ target, weights }) {
    const prior = new Float64Array(outputsOf(target));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, row) => {
      if (target.kind === 'quantity') {
        prior[0] = (prior[0] ?? 0) + (weight / total) * (target.values[row] ?? 0);
      } else {
        const code = target.codes[row] ?? 0;
        prior[code] = (prior[code] ?? 0) + weight / total;
      }
    });
    return { kind: 'prior', prior };
  },
};

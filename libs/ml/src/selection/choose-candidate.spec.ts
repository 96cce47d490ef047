import { describe, expect, it } from 'vitest';
import { chooseCandidate, type Choice } from './choose-candidate.js';

const folds: Readonly<Record<string, readonly number[]>> = {
  // Mean 0.9, standard error 0.02.
  forest: [0.86, 0.9, 0.94],
};
const choice: Choice = { metric: 'f1', finer: 'logLoss', foldsOf: (name) => folds[name] ?? [] };

function candidate(name: string, validation: Readonly<Record<string, number>>, algorithm = name) {
  return { name, algorithm, parameters: {}, status: 'succeeded', validation } as const;
}
const forest = candidate('forest', { f1: 0.9, logLoss: 0.5 });

describe('The candidate that is chosen', () => {
  it('is the best by the metric, where it is ahead by more than chance', () => {
    const behind = candidate('logistic', { f1: 0.87, logLoss: 0.1 });
    expect(chooseCandidate([behind, forest], choice)).toBe(forest);
  });

  it('is the one with the lower log loss of those that chance tells apart', () => {
    const near = candidate('logistic', { f1: 0.89, logLoss: 0.1 });
    expect(chooseCandidate([forest, near], choice)).toBe(near);
  });

  it('is weighed by the folds of the best that has any, where an ensemble is ahead', () => {
    const stacked = candidate('stacked-ensemble', { f1: 0.91, logLoss: 0.6 });
    expect(chooseCandidate([forest, stacked], choice)).toBe(forest);
    expect(chooseCandidate([forest, stacked], { ...choice, foldsOf: () => [] })).toBe(stacked);
  });

  it('is the weighted ensemble of those that chance tells apart by the finer metric itself', () => {
    const errors = { metric: 'rmse', finer: 'rmse', foldsOf: () => [8, 10, 12] } as const;
    const low = candidate('forest', { rmse: 10 });
    const near = candidate('weighted-ensemble', { rmse: 11 });
    const far = candidate('weighted-ensemble', { rmse: 12 });
    expect(chooseCandidate([near, low], errors)).toBe(near);
    expect(chooseCandidate([far, low], errors)).toBe(low);
  });

  it('is none, where none succeeded', () => {
    expect(chooseCandidate([{ ...forest, status: 'failed' }], choice)).toBeUndefined();
  });
});

import type { Scorer } from './scorer.js';

/** The same probabilities for every row. */
export function priorScorer(prior: Float64Array, classCount: number): Scorer {
  if (prior.length !== classCount) throw new RangeError('There is not one share for each class.');
  return ({ rows }) => {
    const probabilities = new Float64Array(rows * classCount);
    for (let row = 0; row < rows; row++) probabilities.set(prior, row * classCount);
    return probabilities;
  };
}

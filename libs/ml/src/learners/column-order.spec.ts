import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lone } from '../parallel/lone.js';
import { createScorer } from '../scorers/create-scorer.js';
import { learnerOf } from './catalogue.js';
import { outputsOf, type Parameters, type TrainingSet } from './learner.js';
import { mixedSet } from './training-sets.fixture.js';

/** The set with its columns in another order, each under its own name. */
function inOrder(set: TrainingSet, order: readonly number[]): TrainingSet {
  const { rows, columns, values } = set.table;
  const moved = Float64Array.from(values, (_, at) => {
    const row = Math.floor(at / columns);
    return values[row * columns + (order[at % columns] ?? 0)] ?? 0;
  });
  return {
    ...set,
    features: order.flatMap((column) => set.features[column] ?? []),
    table: { rows, columns, values: moved },
  };
}

const smaller: Parameters = { trees: 10, iterations: 10, columnShare: 0.6 };

const answersOf = (algorithm: string, set: TrainingSet) => {
  const learner = learnerOf(algorithm);
  const own = Object.entries(smaller).filter(([name]) => Object.hasOwn(learner.defaults, name));
  const parameters = { ...learner.defaults, ...Object.fromEntries(own) };
  const state = learner.fit(set, { parameters, seed: 3, crew: lone });
  return createScorer(state, { features: set.features, outputs: outputsOf(set.target) })(set.table);
};

const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });

describe.each(['random-forest', 'extra-trees', 'gradient-boosting'])('%s', (algorithm) => {
  it.each(['classes', 'quantity'] as const)(
    'learns the same function of %s from columns in any order',
    (kind) => {
      const set = mixedSet(kind);
      const own = answersOf(algorithm, set);
      fc.assert(
        fc.property(orders, (order) => {
          expect(answersOf(algorithm, inOrder(set, order))).toEqual(own);
        }),
        { numRuns: 8 },
      );
    },
  );
});

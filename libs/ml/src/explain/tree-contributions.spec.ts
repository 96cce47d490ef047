import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExplainer } from './create-explainer.js';
import {
  features,
  randomRows,
  randomTrees,
  shapleyValues,
  worthOf,
  type RandomTrees,
} from './random-trees.fixture.js';
import { contributionsOf, type Explainer } from './explainer.js';
import type { BoostedState, ForestState } from '../scorers/scorer-state.js';
import { leafFinder } from '../scorers/trees.js';

const columns = features.length;

function boosted({ trees, leaves }: RandomTrees): BoostedState {
  return { kind: 'boosted', link: 'logistic', ...trees, leaves, baselines: Float64Array.of(0.3) };
}

function explainerOf(state: BoostedState | ForestState, outputs: number): Explainer {
  return createExplainer(state, { features, outputs });
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('contributions of trees', () => {
  it('are the Shapley values that the definition gives, over all subsets of the features', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = randomTrees(seed);
        const values = randomRows(made.random, 3);
        const contributions = contributionsOf(explainerOf(boosted(made), 2), {
          rows: 3,
          columns,
          values,
        });
        for (let row = 0; row < 3; row++) {
          const own = values.subarray(row * columns, (row + 1) * columns);
          const expected = shapleyValues(columns, (known) =>
            made.trees.roots.reduce(
              (sum, root) => sum + worthOf(made, root, own, (feature) => known.has(feature)),
              0,
            ),
          );
          expected.forEach((value, column) => {
            expect(contributions[row * columns + column]).toBeCloseTo(value, 10);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('add up to the score less its base value, of boosted trees', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 14 }), (seed, depth) => {
        const made = randomTrees(seed, { depth });
        const values = randomRows(made.random, 2);
        const explainer = explainerOf(boosted(made), 2);
        const { baseValues } = explainer;
        const contributions = contributionsOf(explainer, { rows: 2, columns, values });
        const leafOf = leafFinder(made.trees, features, made.leaves.length);
        for (let row = 0; row < 2; row++) {
          const score = made.trees.roots.reduce(
            (sum, root) => sum + (made.leaves[leafOf(values, row * columns, root)] ?? 0),
            0.3,
          );
          const sum = contributions
            .subarray(row * columns, (row + 1) * columns)
            .reduce((total, value) => total + value, baseValues[0] ?? 0);
          expect(sum).toBeCloseTo(score, 9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('of a forest are, class for class, the means over its trees', () => {
    const made = randomTrees(11, { count: 3, width: 2 });
    const values = randomRows(made.random, 4);
    const { trees, leaves } = made;
    const whole = explainerOf({ kind: 'forest', ...trees, leaves }, 2);
    const contributions = contributionsOf(whole, { rows: 4, columns, values });
    for (const output of [0, 1]) {
      const own = leaves.filter((_, at) => at % 2 === output);
      const single = explainerOf({ ...boosted({ ...made, leaves: own }) }, 2);
      const expected = contributionsOf(single, { rows: 4, columns, values });
      expect(whole.baseValues[output]).toBeCloseTo(((single.baseValues[0] ?? 0) - 0.3) / 3, 12);
      expected.forEach((value, at) => {
        const row = Math.floor(at / columns);
        const place = (row * 2 + output) * columns + (at % columns);
        expect(contributions[place]).toBeCloseTo(value / 3, 12);
      });
    }
  });

  it('of softmax trees go to the class that a tree speaks of', () => {
    const made = randomTrees(5, { count: 6 });
    const values = randomRows(made.random, 1);
    const { trees, leaves } = made;
    const baselines = Float64Array.of(0.1, 0.2, 0.3);
    const state: BoostedState = { kind: 'boosted', link: 'softmax', ...trees, leaves, baselines };
    const explainer = explainerOf(state, 3);
    const { baseValues } = explainer;
    const contributions = contributionsOf(explainer, { rows: 1, columns, values });
    [0, 1, 2].forEach((score) => {
      const roots = trees.roots.filter((_, tree) => tree % 3 === score);
      const sum = contributions
        .subarray(score * columns, (score + 1) * columns)
        .reduce((total, value) => total + value, baseValues[score] ?? 0);
      const worth = roots.reduce(
        (total, root) => total + worthOf(made, root, values, () => true),
        baselines[score] ?? 0,
      );
      expect(sum).toBeCloseTo(worth, 10);
    });
  });

  it('are nothing for features that no tree asks', () => {
    const wider = [...features, { ...features[0], name: 'unasked' } as (typeof features)[0]];
    const made = randomTrees(3);
    const explainer = createExplainer(boosted(made), { features: wider, outputs: 2 });
    const values = Float64Array.of(0.5, 0.5, 1, 0.5, 9);
    expect(contributionsOf(explainer, { rows: 1, columns: 5, values })[4]).toBe(0);
  });

  it('of trees whose ways meet again are refused', () => {
    const state: BoostedState = {
      kind: 'boosted',
      link: 'logistic',
      roots: Int32Array.of(0),
      features: Int32Array.of(0, 1, 1, -1, -1),
      thresholds: Float64Array.of(0.5, 0.5, 0.5, 0, 0),
      children: Int32Array.of(1, 3, 3, 0, 1),
      missingLeft: new Uint8Array(5),
      sets: new Int32Array(),
      covers: Float32Array.of(4, 2, 2, 2, 2),
      leaves: Float64Array.of(-1, 1),
      baselines: Float64Array.of(0),
    };
    expect(() => createExplainer(state, { features, outputs: 2 })).toThrow(RangeError);
  });
});

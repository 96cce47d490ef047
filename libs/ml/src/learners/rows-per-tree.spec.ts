import { describe, expect, it } from 'vitest';
import { lone } from '../parallel/lone.js';
import { learnerOf } from './catalogue.js';
import type { Parameters } from './learner.js';
import { mixedSet } from './training-sets.fixture.js';

const set = mixedSet('classes', { classCount: 2, rows: 200 });

function forestOf(algorithm: string, parameters: Parameters) {
  const learner = learnerOf(algorithm);
  const all = { ...learner.defaults, trees: 5, ...parameters };
  const state = learner.fit(set, { parameters: all, seed: 3, crew: lone });
  if (state.kind !== 'forest') throw new TypeError('A forest was expected.');
  return state;
}

describe.each(['random-forest', 'extra-trees'])(
  'the rows that a tree of %s learns from',
  (name) => {
    it('are as many as the bound allows, others for every tree', () => {
      const { roots, covers, thresholds } = forestOf(name, { mostRowsPerTree: 50 });
      expect(Array.from(roots, (root) => covers[root])).toEqual([50, 50, 50, 50, 50]);
      expect(new Set(Array.from(roots, (root) => thresholds[root])).size).toBeGreaterThan(1);
    });

    it('are those there are where the bound is above them, or none', () => {
      expect(forestOf(name, { mostRowsPerTree: 200 })).toEqual(
        forestOf(name, { mostRowsPerTree: 0 }),
      );
    });
  },
);

describe.each([
  ['random-forest', 100_000],
  ['extra-trees', 50_000],
])('the expected time of %s', (name, bound) => {
  const { estimateSeconds, defaults } = learnerOf(name);
  const secondsOf = (rows: number, mostRowsPerTree = bound) =>
    estimateSeconds(
      { rows, features: 20, width: 20, outputs: 2 },
      { ...defaults, mostRowsPerTree },
    );

  it('is within the budget of a run for a million rows, where trees learn from a part of them', () => {
    expect(secondsOf(1_000_000)).toBeLessThan(15);
    expect(secondsOf(1_000_000, 0)).toBeGreaterThan(15);
  });

  it('is the same with the bound and without for rows that are not above it', () => {
    expect(secondsOf(bound)).toBe(secondsOf(bound, 0));
    expect(secondsOf(2 * bound)).toBeLessThan(secondsOf(2 * bound, 0));
  });
});

describe('the out-of-bag score', () => {
  it('is of the rows that a tree had not drawn, also where it draws few', () => {
    const learner = learnerOf('random-forest');
    let score: number | undefined;
    learner.fit(set, {
      parameters: { ...learner.defaults, mostRowsPerTree: 60, outOfBag: 'scored' },
      seed: 3,
      crew: lone,
      onNotes: ({ outOfBagScore }) => (score = outOfBagScore),
    });
    expect(score).toBeGreaterThan(0.7);
    expect(score).toBeLessThan(1);
  });
});

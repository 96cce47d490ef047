import { describe, expect, it } from 'vitest';
import { learnerOf } from '../learners/catalogue.js';
import { features, mixedSet } from '../learners/training-sets.fixture.js';
import { lone } from '../parallel/lone.js';
import { createScorer } from '../scorers/create-scorer.js';
import { explainHoldout, type HoldoutExplanationRequest } from './explain-holdout.js';
import { partialDependence } from './partial-dependence.js';
import { permutationImportance } from './permutation-importance.js';

const set = mixedSet('quantity', { rows: 400 });
const { values } = set.target as { values: Float64Array };

function answersBy(algorithm: string) {
  const learner = learnerOf(algorithm);
  const state = learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
  return { state, answersOf: createScorer(state, { features, outputs: 1 }) };
}

function explained(over: Partial<HoldoutExplanationRequest> = {}) {
  const explanation = explainHoldout(request(over));
  if (!explanation) throw new TypeError('It takes no time at all.');
  return explanation;
}

function request(over: Partial<HoldoutExplanationRequest> = {}): HoldoutExplanationRequest {
  return {
    features,
    table: set.table,
    answersOf: answersBy('gradient-boosting').answersOf,
    metric: 'mae',
    scoreOf: (answers, rows) =>
      -answers.reduce((sum, answer, at) => {
        return sum + Math.abs(answer - (values[rows[at] ?? 0] ?? 0)) / answers.length;
      }, 0),
    answers: ['y'],
    seed: 3,
    now: () => 0,
    ...over,
  };
}

describe('permutation importance', () => {
  it('is what the score loses, nothing for features that the model does not look at', () => {
    const { importance } = explained();
    expect(
      importance.features
        .map(({ feature }) => feature)
        .slice(0, 3)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
    expect(importance.features[0]?.mean).toBeGreaterThan(0.5);
    for (const name of ['constant', 'empty']) {
      expect(importance.features.find(({ feature }) => feature === name)).toEqual({
        feature: name,
        mean: 0,
        standardDeviation: 0,
      });
    }
    expect(importance).toMatchObject({ metric: 'mae', rows: 400, repeats: 5 });
  });

  it('comes out the same again, and another seed deals the values out otherwise', () => {
    expect(explained()).toEqual(explained());
    const other = explained({ seed: 4 });
    expect(other.importance.features).not.toEqual(explained().importance.features);
  });

  it('leaves the table as it is', () => {
    const before = set.table.values.slice();
    permutationImportance({ table: set.table, scoreOf: () => 0, repeats: 2, seed: 1 });
    expect(set.table.values).toEqual(before);
  });

  it('looks at fewer rows, fewer times, where answers take long', () => {
    let clock = 0;
    const taking = (msPerRow: number) =>
      request({
        answersOf: (table) => {
          clock += table.rows * msPerRow;
          return new Float64Array(table.rows);
        },
        now: () => clock,
      });
    expect(explainHoldout(taking(5))).toMatchObject({ importance: { repeats: 1, rows: 80 } });
    expect(clock).toBeLessThan(6000);
    expect(explainHoldout(taking(100))).toBeUndefined();
  });
});

describe('partial dependence', () => {
  it('of a linear model is its line, through the numbers there are', () => {
    const { state, answersOf } = answersBy('linear-regression');
    if (state.kind !== 'linear') throw new TypeError('A linear model was expected.');
    const points = partialDependence(features[0] as never, 0, set.table, answersOf);
    const [first, ...others] = points.filter(({ value }) => value !== null);
    for (const { value, answers } of others) {
      const rise = (answers[0] ?? 0) - (first?.answers[0] ?? 0);
      const slope = rise / (Number(value) - Number(first?.value));
      expect(slope).toBeCloseTo(state.weights[0] ?? 0, 6);
    }
    expect(others).toHaveLength(19);
  });

  it('has a point for each category, and for rows that lack the value, with the share of rows', () => {
    const { answersOf } = answersBy('gradient-boosting');
    const points = partialDependence(features[1] as never, 1, set.table, answersOf);
    expect(points.map(({ value }) => value).sort()).toEqual(['p', 'q', 'r', 's', null].sort());
    expect(points.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    const of = (category: string | null) =>
      points.find(({ value }) => value === category)?.answers[0] ?? 0;
    // The fixture adds 6 for it.
    expect(of('r') - of('p')).toBeGreaterThan(4);
  });

  it('is told of the most important features, with what the answers are', () => {
    const { partialDependence: told, importance } = explained();
    expect(told.answers).toEqual(['y']);
    expect(told.features.map(({ feature }) => feature)).toEqual(
      importance.features.map(({ feature }) => feature),
    );
  });
});

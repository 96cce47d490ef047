import { describe, expect, it } from 'vitest';
import { parametersOf } from './candidate-parameters.js';
import type { LeaderboardEntry } from './trainer.js';

const entry = (
  name: string,
  parameters: LeaderboardEntry['parameters'],
  validation: LeaderboardEntry['validation'] = {},
): LeaderboardEntry => ({
  name,
  algorithm: name.replace(/-t\d+$/, ''),
  status: 'succeeded',
  parameters,
  validation,
});

describe('the parameters of a candidate', () => {
  const usual = entry('logistic', { l2: 'cross-validated', l1: 0 }, { chosenL2: 3 });

  it('tell what the rows chose', () => {
    expect(parametersOf(usual, [usual])).toEqual({
      telling: [{ name: 'l2', value: 'cross-validated', chosen: 3 }],
      others: [{ name: 'l1', value: 0 }],
    });
  });

  it('tell of a trial what differs from the parameters of its algorithm', () => {
    const trial = entry('logistic-t2', { l2: 0.5, l1: 0 });
    expect(parametersOf(trial, [trial, usual])).toEqual({
      telling: [{ name: 'l2', value: 0.5 }],
      others: [{ name: 'l1', value: 0 }],
    });
  });

  it('tell of an ensemble the greatest weights', () => {
    const ensemble = entry('stacked-ensemble', { a: 0.1, b: -0.9, c: 0.3, d: 0.2 });
    const { telling, others } = parametersOf(ensemble, [ensemble]);
    expect(telling.map(({ name }) => name)).toEqual(['b', 'c', 'd']);
    expect(others.map(({ name }) => name)).toEqual(['a']);
  });

  it('are not told apart where the usual ones are not known', () => {
    const trial = entry('logistic-t2', { l2: 0.5 });
    expect(parametersOf(trial, [trial]).others).toEqual([{ name: 'l2', value: 0.5 }]);
  });
});

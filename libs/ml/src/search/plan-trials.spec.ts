import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import { learnerOf } from '../learners/catalogue.js';
import { planTrials } from './plan-trials.js';
import { sampleParameters, searchSpaces, type SearchSpace } from './search-space.js';

const plan = {
  algorithms: ['baseline', 'logistic-regression', 'random-forest'],
  task: 'binary',
  seed: 5,
  warmStarts: [],
} as const;
const first = (count: number, options: Partial<Parameters<typeof planTrials>[0]> = {}) => {
  const trialOf = planTrials({ ...plan, ...options });
  return Array.from({ length: count }, (_, number) => trialOf?.(number));
};

describe('The trials of a search', () => {
  it('take turns among the algorithms that have something to search', () => {
    expect(first(4).map((trial) => trial?.name)).toEqual([
      'logistic-regression-t1',
      'random-forest-t2',
      'logistic-regression-t3',
      'random-forest-t4',
    ]);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(first(9)).toEqual(first(9));
    expect(first(9, { seed: 6 })).not.toEqual(first(9));
  });

  it('begin with what did well before, and are otherwise the same', () => {
    const warm = { algorithm: 'random-forest', parameters: { minLeafRows: 3 } };
    const [start, ...others] = first(4, {
      warmStarts: [{ algorithm: 'baseline', parameters: {} }, warm],
    });
    expect(start).toEqual({ ...warm, name: 'random-forest-t1' });
    expect(others).toEqual(first(4).slice(1));
  });

  it('are none where there is nothing to search', () => {
    expect(planTrials({ ...plan, algorithms: ['baseline'] })).toBeUndefined();
  });
});

describe('A search space', () => {
  const space: SearchSpace = [
    { parameter: 'kind', values: { kind: 'choice', values: ['a', 'b'] } },
    {
      parameter: 'depth',
      values: { kind: 'number', low: 1, high: 9, spread: 'even', whole: true },
      when: { parameter: 'kind', is: ['b'] },
    },
    {
      parameter: 'balance',
      values: { kind: 'choice', values: [true] },
      tasks: ['binary'],
    },
  ];
  const samples = (task: 'binary' | 'regression') => {
    const random = createRandom(3);
    return Array.from({ length: 50 }, () => sampleParameters(space, task, random));
  };

  it('has a conditional parameter only where its condition holds', () => {
    for (const { kind, depth } of samples('binary')) {
      expect(depth === undefined).toBe(kind === 'a');
    }
    expect(new Set(samples('binary').map(({ kind }) => kind))).toEqual(new Set(['a', 'b']));
  });

  it('leaves out what means nothing for the task', () => {
    expect(samples('binary').every(({ balance }) => balance === true)).toBe(true);
    expect(samples('regression').every((drawn) => !('balance' in drawn))).toBe(true);
  });

  it.each(Object.keys(searchSpaces))('of %s holds parameters of the learner', (algorithm) => {
    const { defaults } = learnerOf(algorithm);
    for (const { parameter, when } of searchSpaces[algorithm] ?? []) {
      expect(defaults).toHaveProperty(parameter);
      if (when) expect(defaults).toHaveProperty(when.parameter);
    }
  });

  it('keeps patience to boosting that sets rows aside, and forests of one row sample from all features', () => {
    const random = createRandom(1);
    for (let draw = 0; draw < 100; draw++) {
      const boosting = sampleParameters(searchSpaces['gradient-boosting'] ?? [], 'binary', random);
      expect('patience' in boosting).toBe(boosting['validationShare'] !== 0);
      expect(boosting['iterations']).toBeGreaterThan(0);
      const forest = sampleParameters(searchSpaces['random-forest'] ?? [], 'binary', random);
      expect(forest['sampling'] === 'all' && forest['featureShare'] === 1).toBe(false);
      expect(forest).toHaveProperty('featureShare');
    }
  });
});

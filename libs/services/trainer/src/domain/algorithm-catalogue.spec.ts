import { algorithmCatalogue } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { algorithmsFor, knownAlgorithms } from './learning.js';

describe('the algorithms of the API', () => {
  it('are those of the learning library', () => {
    expect(algorithmCatalogue.map(({ name }) => name)).toEqual(knownAlgorithms);
  });

  it.each(['binary', 'multiclass', 'regression'] as const)('do %s as they do there', (task) => {
    const fitting = algorithmCatalogue.filter(({ tasks }) => tasks.some((each) => each === task));
    expect(fitting.map(({ name }) => name).sort()).toEqual([...algorithmsFor(task)].sort());
  });
});

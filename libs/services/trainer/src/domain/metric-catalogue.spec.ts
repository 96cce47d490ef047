import { metricCatalogue as ofTheApi } from '@millrace/api';
import { metricCatalogue as ofLearning } from '@millrace/ml';
import { describe, expect, it } from 'vitest';

describe('the metrics of the API', () => {
  it('are those that models are measured by', () => {
    const described = ofTheApi.map(({ name, tasks, better, unit }) => ({
      name,
      tasks: [...tasks],
      better,
      unit,
    }));
    expect(described).toEqual(ofLearning);
  });
});

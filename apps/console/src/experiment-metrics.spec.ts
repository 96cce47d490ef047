import { describe, expect, it } from 'vitest';
import { figureOf, metricsShown } from './experiment-metrics.js';

const run = (metrics: Record<string, number>) => ({ metrics });

describe('the figures of an experiment', () => {
  it('are those of its tasks', () => {
    expect(metricsShown([run({ accuracy: 1, f1: 1 })])).toEqual(['accuracy', 'f1']);
    expect(metricsShown([run({}), run({ rmse: 1, mae: 1, r2: 0 })])).toEqual(['rmse', 'r2']);
    expect(metricsShown([run({ f1: 1 }), run({ rmse: 1 })])).toEqual(['f1', 'rmse']);
  });

  it('are those of classes while there are none', () => {
    expect(metricsShown([run({})])).toEqual(['accuracy', 'f1']);
  });

  it('are found under the names that trackers give them', () => {
    expect(figureOf(run({ holdout_f1: 0.5 }), 'f1')).toBe(0.5);
    expect(figureOf(run({ f1: 0.4, holdout_f1: 0.5 }), 'f1')).toBe(0.4);
    expect(figureOf(run({}), 'f1')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { meanOfFolds } from './mean-of-folds.js';

const fold = (metrics: Record<string, number>) => ({
  metrics,
  fit_seconds: 1,
  predict_micros_per_row: 2,
});

describe('the figures of a candidate', () => {
  it('are means of the folds that have them', () => {
    const { validation, fit_seconds } = meanOfFolds([fold({ f1: 0.5, a: 1 }), fold({ f1: 1 })]);
    expect(validation).toEqual({ f1: 0.75, a: 1 });
    expect(fit_seconds).toBe(1);
  });

  it('are geometric means where they are tried in steps of factors', () => {
    const { validation } = meanOfFolds([fold({ chosenL2: 0.1 }), fold({ chosenL2: 10 })]);
    expect(validation['chosenL2']).toBeCloseTo(1, 12);
  });
});

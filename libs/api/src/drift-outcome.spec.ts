import { describe, expect, it } from 'vitest';
import { driftOutcomeOf } from './drift-outcome.js';

const report = (driftedColumns: number, testedColumns: number, drifted = false) => ({
  status: 'completed' as const,
  dataset: { drifted, share: driftedColumns / (testedColumns || 1), driftedColumns, testedColumns },
});

describe('the outcome of a drift report', () => {
  it('tells no drift from nothing that could be tested, and from some columns', () => {
    expect(driftOutcomeOf(report(0, 4))).toBe('stable');
    expect(driftOutcomeOf(report(0, 0))).toBe('insufficient_data');
    expect(driftOutcomeOf(report(1, 4))).toBe('some_columns');
    expect(driftOutcomeOf(report(3, 4, true))).toBe('drifted');
  });

  it('is not there before the report is', () => {
    expect(driftOutcomeOf({ status: 'running' })).toBeUndefined();
    expect(driftOutcomeOf({ ...report(0, 1), status: 'failed' })).toBeUndefined();
  });
});

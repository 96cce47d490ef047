import type { RunBody } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { compareRuns } from './compare-runs.js';

const run = (
  runId: string,
  parameters: Record<string, string>,
  metrics: Record<string, number>,
): RunBody => ({
  runId,
  experiment: 'iris',
  name: runId,
  status: 'finished',
  startedAt: '2026-01-01T00:00:00Z',
  parameters,
  metrics,
  tags: {},
  artifacts: [],
});

describe('comparing runs', () => {
  const comparison = compareRuns([
    run('a', { depth: '3', trees: '10' }, { f1: 0.9, logLoss: 0.2, accuracy: 0.5 }),
    run('b', { depth: '3', rate: '0.1' }, { f1: 0.8, logLoss: 0.1, accuracy: 0.5 }),
  ]);

  it('has a row for every name that any run has, by name', () => {
    expect(comparison.parameters.map((row) => row.name)).toEqual(['depth', 'rate', 'trees']);
    expect(comparison.parameters[1]?.values.map((value) => value.text)).toEqual([undefined, '0.1']);
  });

  it('marks the rows that differ', () => {
    expect(comparison.parameters.map((row) => row.differs)).toEqual([false, true, true]);
    expect(comparison.metrics.map((row) => [row.name, row.differs])).toEqual([
      ['accuracy', false],
      ['f1', true],
      ['logLoss', true],
    ]);
  });

  it('marks the best value, the smallest where smaller is better, none where all are equal', () => {
    const best = comparison.metrics.map((row) => row.values.map((value) => value.best));
    expect(best).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('marks nothing best of what is neither better nor worse', () => {
    const { metrics } = compareRuns([
      run('a', {}, { iterations: 3, chosenL2: 1, fitSeconds: 2 }),
      run('b', {}, { iterations: 9, chosenL2: 3, fitSeconds: 1 }),
    ]);
    expect(metrics.map((row) => [row.name, row.values.some(({ best }) => best)])).toEqual([
      ['chosenL2', false],
      ['fitSeconds', true],
      ['iterations', false],
    ]);
  });

  it('marks nothing best for a single run', () => {
    const single = compareRuns([run('a', {}, { f1: 1 })]);
    expect(single.metrics[0]?.values[0]?.best).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { baselineAlgorithm } from '../learners/algorithm-names.js';
import { mixedTable } from './mixed-table.fixture.js';
import { validate } from './fitting.fixture.js';

describe('a candidate over its budget', () => {
  it('is skipped with the figure and the limit', () => {
    const result = validate(mixedTable(2000), 'mljs-random-forest', { fitSecondsLimit: 0.01 });
    expect(result).toMatchObject({ status: 'skipped', metrics: {} });
    expect(result.reason).toMatch(
      /1600 rows by 6 columns would take about \d+ s; the limit is 0.01 s/,
    );
  });

  it('is skipped by itself on rows of which a fit would take minutes', () => {
    expect(validate(mixedTable(10_000), 'mljs-random-forest').status).toBe('skipped');
    expect(validate(mixedTable(10_000), baselineAlgorithm).status).toBe('succeeded');
  });
});

import type { DriftColumn } from '@millrace/api';
import { driftApi } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { comparedHistogram, signalsOf, worstFirst } from './drift-columns.js';

const column = (name: string, verdict: DriftColumn['verdict'], severity?: number): DriftColumn =>
  driftApi.driftColumnSchema.parse({ column: name, verdict, severity });

describe('the columns of a drift report', () => {
  it('come worst first, those without a verdict last', () => {
    const columns = [
      column('unknown', 'insufficient_data', 0),
      column('calm', 'stable', 0.1),
      column('uneasy', 'stable', 0.9),
      column('bad', 'drifted', 1.2),
      column('gone', 'missing_column'),
      column('worse', 'drifted', 7),
    ];
    expect(worstFirst(columns).map((found) => found.column)).toEqual([
      'worse',
      'bad',
      'gone',
      'uneasy',
      'calm',
      'unknown',
    ]);
  });

  it('come behind what the model says, however that fares', () => {
    const said: DriftColumn = { ...column('prediction', 'stable', 0.1), role: 'prediction' };
    const order = worstFirst([column('bad', 'drifted', 2), said]);
    expect(order.map((found) => found.column)).toEqual(['prediction', 'bad']);
  });

  it('tell of missing values and new categories', () => {
    const found: DriftColumn = {
      ...column('island', 'drifted'),
      missing: { reference: 0, current: 0.25, drifted: true },
      newCategories: { share: 0.1, categories: ['a', 'b', 'c', 'd'], drifted: true },
    };
    expect(signalsOf(found)).toEqual(['missing 0.0% → 25.0%', 'new: a, b, c, … (10.0%)']);
    expect(signalsOf(column('calm', 'stable'))).toEqual([]);
  });

  it('have bins of which the outer ones are open', () => {
    const drawn = comparedHistogram({
      kind: 'numeric',
      edges: [0, 1, 2, 3],
      reference: [0.5, 0.25, 0.25],
      current: [0, 0, 1],
    });
    expect(drawn.current.labels).toEqual(['up to 1', '1 to 2', 'from 2']);
    expect(drawn.reference).toEqual([0.5, 0.25, 0.25]);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRegression } from './evaluate-regression.js';
import type { Metrics } from './metric-catalogue.js';

interface GoldenCase {
  readonly name: string;
  readonly actual: number[];
  readonly predicted: number[];
  readonly metrics: Metrics;
}
const golden = JSON.parse(
  readFileSync(new URL('./golden/regression.json', import.meta.url), 'utf8'),
) as { readonly scikitLearn: string; readonly cases: GoldenCase[] };

const evaluate = (actual: readonly number[], predicted: readonly number[]) =>
  evaluateRegression(Float64Array.from(actual), Float64Array.from(predicted));

describe(`the regression metrics of scikit-learn ${golden.scikitLearn}`, () => {
  it.each(golden.cases.map((each) => [each.name, each] as const))('are ours: %s', (_, each) => {
    const { metrics, rows } = evaluate(each.actual, each.predicted);
    expect(rows).toBe(each.actual.length);
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(each.metrics).sort());
    for (const [name, value] of Object.entries(each.metrics)) {
      const ours: unknown = metrics[name as keyof typeof metrics];
      expect([name, Number(ours) / (value || 1)]).toEqual([
        name,
        expect.closeTo(value === 0 ? 0 : 1, 9) as number,
      ]);
    }
  });
});

// On a grid: squares of the smallest doubles would be 0.
const value = fc.integer({ min: -1e8, max: 1e8 }).map((step) => step / 100);
const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 });

describe('an evaluation of quantities', () => {
  it('has errors from 0, their mean below the root of their mean square, and an R² of 1 at most', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const { metrics } = evaluate(
          rows.map(([actual]) => actual),
          rows.map(([, predicted]) => predicted),
        );
        expect(metrics.medianAbsoluteError).toBeGreaterThanOrEqual(0);
        expect(metrics.mape).toBeGreaterThanOrEqual(0);
        expect(metrics.mae).toBeLessThanOrEqual(metrics.rmse * (1 + 1e-9));
        expect(metrics.r2 ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not hang on the order of rows', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const actual = rows.map(([each]) => each);
        const predicted = rows.map(([, each]) => each);
        const forth = evaluate(actual, predicted).metrics;
        const back = evaluate(actual.toReversed(), predicted.toReversed()).metrics;
        expect(back.medianAbsoluteError).toBe(forth.medianAbsoluteError);
        expect(back.rmse).toBeCloseTo(forth.rmse, 4);
      }),
    );
  });

  it('is refused without rows, for lengths that differ and for values that are not finite', () => {
    expect(() => evaluate([], [])).toThrow(RangeError);
    expect(() => evaluate([1], [1, 2])).toThrow(RangeError);
    expect(() => evaluate([1], [Number.NaN])).toThrow(/Row 0/);
  });
});

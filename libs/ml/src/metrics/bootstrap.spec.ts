import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, type WeightedFigures } from './bootstrap.js';
import { evaluateClassification } from './evaluate-classification.js';
import { evaluateRegression } from './evaluate-regression.js';
import type { Metrics } from './metric-catalogue.js';
import { weightedClassFigures } from './weighted-class-figures.js';
import { weightedQuantityFigures } from './weighted-quantity-figures.js';

interface GoldenInterval {
  readonly metric: string;
  readonly actual: number[];
  readonly predicted: number[];
  readonly low: number;
  readonly high: number;
}
const golden = JSON.parse(
  readFileSync(new URL('./golden/curves.json', import.meta.url), 'utf8'),
) as {
  readonly scipy: string;
  readonly intervals: GoldenInterval[];
};

const everyRow = (count: number) => [Uint32Array.from({ length: count }, (_, row) => row)];
const figuresOf = ({ metric, actual, predicted }: GoldenInterval): WeightedFigures =>
  metric === 'accuracy'
    ? weightedClassFigures(
        Int32Array.from(actual),
        Float64Array.from(predicted.flatMap((code) => [1 - code, code])),
        ['no', 'yes'],
      )
    : weightedQuantityFigures(Float64Array.from(actual), Float64Array.from(predicted));

describe(`the percentile intervals of scipy ${golden.scipy}`, () => {
  it.each(golden.intervals.map((each) => [each.metric, each] as const))(
    'are ours, but for chance: %s',
    (metric, each) => {
      const intervals = bootstrapIntervals(figuresOf(each), {
        strata: everyRow(each.actual.length),
        resamples: 20_000,
        seed: 1,
        confidence: 0.95,
      });
      const { low, high } = intervals[metric] ?? { low: Number.NaN, high: Number.NaN };
      const width = each.high - each.low;
      expect(Math.abs(low - each.low) / width).toBeLessThan(0.03);
      expect(Math.abs(high - each.high) / width).toBeLessThan(0.03);
    },
  );
});

describe('bootstrap intervals', () => {
  const actual = Int32Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const scores = Float64Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? 0.4 : 0.6));
  const figures = weightedClassFigures(actual, scores, ['a', 'b']);
  const options = { resamples: 200, confidence: 0.9 };

  it('are the same for the same seed, and others for another', () => {
    const of = (seed: number) =>
      bootstrapIntervals(figures, { ...options, strata: everyRow(60), seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('draw every stratum by itself: the shares of the classes stay', () => {
    const rows = everyRow(60)[0] ?? new Uint32Array();
    const strata = [0, 1].map((code) => rows.filter((row) => actual[row] === code));
    // Every row is taken for the second class, so that the accuracy is its share.
    const { accuracy } = bootstrapIntervals(figures, { ...options, strata, seed: 1 });
    expect(accuracy).toEqual({ low: 1 / 3, high: 1 / 3 });
  });

  it('leave out a resample that says nothing of a figure', () => {
    const rare = weightedClassFigures(
      Int32Array.of(0, 0, 0, 1),
      Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.1, 0.9),
      ['a', 'b'],
    );
    const { rocAuc } = bootstrapIntervals(rare, { ...options, strata: everyRow(4), seed: 1 });
    expect(rocAuc).toEqual({ low: 1, high: 1 });
  });
});

const classRows = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc
    .array(
      fc.record({
        actual: fc.integer({ min: 0, max: classes - 1 }),
        scores: fc.array(fc.integer({ min: 1, max: 8 }), {
          minLength: classes,
          maxLength: classes,
        }),
        weight: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    .filter((rows) => rows.some(({ weight }) => weight > 0))
    .map((rows) => ({ rows, labels: Array.from({ length: classes }, (_, code) => `${code}`) })),
);
const quantityRows = fc
  .array(
    fc.record({
      actual: fc.integer({ min: -1000, max: 1000 }),
      predicted: fc.integer({ min: -1000, max: 1000 }),
      weight: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .filter((rows) => rows.some(({ weight }) => weight > 0));
/** Each row as often as its weight says. */
const repeated = <Row extends { readonly weight: number }>(rows: readonly Row[]) =>
  rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
const weightsOf = (rows: readonly { readonly weight: number }[]) =>
  Uint32Array.from(rows, ({ weight }) => weight);

function expectSame(weighted: ReturnType<WeightedFigures>, metrics: Metrics): void {
  for (const [name, value] of Object.entries(weighted)) {
    const whole: unknown = metrics[name as keyof Metrics];
    const expected = Number(whole);
    const scale = Math.max(1, Math.abs(expected));
    expect([name, Number(value) / scale]).toEqual([
      name,
      expect.closeTo(expected / scale, 9) as number,
    ]);
  }
}

describe('weighted figures', () => {
  it('are the metrics of classes with each row as often as its weight says', () => {
    fc.assert(
      fc.property(classRows, ({ rows, labels }) => {
        const scoresOf = (some: typeof rows) =>
          Float64Array.from(some.flatMap((row) => row.scores));
        const actualOf = (some: typeof rows) => Int32Array.from(some, (row) => row.actual);
        const whole = repeated(rows);
        expectSame(
          weightedClassFigures(actualOf(rows), scoresOf(rows), labels)(weightsOf(rows)),
          evaluateClassification(actualOf(whole), scoresOf(whole), labels).metrics,
        );
      }),
    );
  });

  it('are the metrics of quantities with each row as often as its weight says', () => {
    fc.assert(
      fc.property(quantityRows, (rows) => {
        const actualOf = (some: typeof rows) => Float64Array.from(some, (row) => row.actual);
        const predictedOf = (some: typeof rows) => Float64Array.from(some, (row) => row.predicted);
        const whole = repeated(rows);
        expectSame(
          weightedQuantityFigures(actualOf(rows), predictedOf(rows))(weightsOf(rows)),
          evaluateRegression(actualOf(whole), predictedOf(whole)).metrics,
        );
      }),
    );
  });
});

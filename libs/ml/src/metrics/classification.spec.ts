import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateClassification } from './evaluate-classification.js';
import { metricCatalogue, type ClassMetricName } from './metric-catalogue.js';

const metricNames = metricCatalogue.flatMap(({ name, tasks }) =>
  tasks.includes('multiclass') ? [name as ClassMetricName] : [],
);

interface GoldenCase {
  readonly name: string;
  readonly classes: number;
  readonly actual: number[];
  readonly probabilities: number[][];
  readonly confusion: number[][];
  readonly perClass: Record<'precision' | 'recall' | 'f1' | 'support', number[]>;
  readonly metrics: Record<ClassMetricName, number>;
}
const golden = JSON.parse(
  readFileSync(new URL('./golden/classification.json', import.meta.url), 'utf8'),
) as { readonly scikitLearn: string; readonly cases: GoldenCase[] };

const labelsOf = (count: number) => Array.from({ length: count }, (_, code) => `class ${code}`);

describe(`the metrics of scikit-learn ${golden.scikitLearn}`, () => {
  it.each(golden.cases.map((each) => [each.name, each] as const))('are ours: %s', (_, each) => {
    const evaluation = evaluateClassification(
      Int32Array.from(each.actual),
      Float64Array.from(each.probabilities.flat()),
      labelsOf(each.classes),
    );
    expect(evaluation.confusion).toEqual(each.confusion);
    for (const name of ['precision', 'recall', 'f1', 'support'] as const) {
      evaluation.classes.forEach((metrics, code) => {
        expect(metrics[name]).toBeCloseTo(each.perClass[name][code] ?? Number.NaN, 12);
      });
    }
    for (const name of metricNames) {
      expect([name, evaluation.metrics[name]]).toEqual([
        name,
        expect.closeTo(each.metrics[name], 10) as number,
      ]);
    }
  });
});

const rowsOf = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: classes - 1 }),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
          minLength: classes,
          maxLength: classes,
        }),
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((rows) => ({ classes, rows })),
);
const evaluate = (rows: readonly (readonly [number, number[]])[], classes: number) =>
  evaluateClassification(
    Int32Array.from(rows, ([actual]) => actual),
    Float64Array.from(rows.flatMap(([, scores]) => scores)),
    labelsOf(classes),
  );

describe('an evaluation', () => {
  it('has figures within their bounds and counts every row once', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const { metrics, confusion, classes: perClass, rows: count } = evaluate(rows, classes);
        for (const name of metricNames) {
          expect(metrics[name]).toBeGreaterThanOrEqual(0);
          if (name !== 'logLoss') expect(metrics[name]).toBeLessThanOrEqual(1);
        }
        expect(count).toBe(rows.length);
        expect(confusion.flat().reduce((sum, each) => sum + each, 0)).toBe(rows.length);
        perClass.forEach(({ support }, code) => {
          expect(confusion[code]?.reduce((sum, each) => sum + each, 0)).toBe(support);
        });
      }),
    );
  });

  it('does not hang on the order of rows', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const forth = evaluate(rows, classes);
        const back = evaluate([...rows].reverse(), classes);
        expect(back.confusion).toEqual(forth.confusion);
        expect(back.metrics.logLoss).toBeCloseTo(forth.metrics.logLoss, 10);
      }),
    );
  });

  it('is refused without rows, and for sizes that do not fit', () => {
    const none = new Int32Array();
    expect(() => evaluateClassification(none, new Float64Array(), ['a'])).toThrow(RangeError);
    expect(() => evaluateClassification(Int32Array.of(0), Float64Array.of(1), ['a', 'b'])).toThrow(
      RangeError,
    );
    expect(() =>
      evaluateClassification(Int32Array.of(5), Float64Array.of(1, 0), ['a', 'b']),
    ).toThrow(RangeError);
  });
});

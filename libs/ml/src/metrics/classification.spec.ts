import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateClassification } from './evaluate-classification.js';
import { metricCatalogue, type ClassMetricName } from './metric-catalogue.js';

interface GoldenCase {
  readonly name: string;
  readonly classes: number;
  readonly actual: number[];
  readonly probabilities: number[][];
  readonly confusion: number[][];
  readonly perClass: Record<'precision' | 'recall' | 'f1' | 'support', number[]>;
  readonly metrics: Readonly<Record<string, number>>;
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
    expect(Object.keys(evaluation.metrics).sort()).toEqual(Object.keys(each.metrics).sort());
    for (const [name, value] of Object.entries(each.metrics)) {
      const ours = evaluation.metrics[name as ClassMetricName];
      expect([name, ours]).toEqual([name, expect.closeTo(value, 10) as number]);
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

function boundsOf(name: string): [number, number] {
  if (name === 'mcc' || name === 'cohenKappa') return [-1, 1];
  if (name === 'logLoss') return [0, Infinity];
  return [0, name === 'brierScore' ? 2 : 1];
}

describe('an evaluation', () => {
  it('has figures within their bounds and counts every row once', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const { metrics, confusion, classes: perClass, rows: count } = evaluate(rows, classes);
        for (const [name, value] of Object.entries(metrics)) {
          const [least, most] = boundsOf(name);
          expect(value).toBeGreaterThanOrEqual(least - 1e-12);
          expect(value).toBeLessThanOrEqual(most + 1e-12);
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
        for (const [name, value] of Object.entries(forth.metrics)) {
          expect([name, back.metrics[name as ClassMetricName]]).toEqual([
            name,
            expect.closeTo(value, 10) as number,
          ]);
        }
      }),
    );
  });

  it('has metrics of the catalogue only, and has the ones that are of its task', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const task = classes === 2 ? 'binary' : 'multiclass';
        const ofTask = metricCatalogue.filter(({ tasks }) => tasks.includes(task));
        const names = ofTask.map(({ name }): string => name);
        const found = Object.keys(evaluate(rows, classes).metrics);
        expect(found.filter((name) => !names.includes(name))).toEqual([]);
        const mayBeAbsent = ['rocAuc', 'rocAucWeighted', 'averagePrecision', 'cohenKappa'];
        expect(
          names.filter((name) => !found.includes(name) && !mayBeAbsent.includes(name)),
        ).toEqual([]);
      }),
    );
  });

  it('has micro averages and a weighted recall that are the accuracy, and a balanced one that is the recall of the classes there are', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const { metrics, classes: perClass } = evaluate(rows, classes);
        for (const name of [
          'precisionMicro',
          'recallMicro',
          'f1Micro',
          'recallWeighted',
        ] as const) {
          expect(metrics[name]).toBeCloseTo(metrics.accuracy, 12);
        }
        if (perClass.every(({ support }) => support > 0)) {
          expect(metrics.balancedAccuracy).toBeCloseTo(metrics.recall, 12);
        }
      }),
    );
  });

  it('orders rows by scores alone: a growing function of them leaves the area and the average precision', () => {
    fc.assert(
      fc.property(rowsOf, ({ classes, rows }) => {
        const before = evaluate(rows, classes).metrics;
        const bent = rows.map(
          ([actual, scores]) => [actual, scores.map((score) => 2 * score ** 2)] as const,
        );
        const after = evaluate(bent, classes).metrics;
        expect(after.rocAuc ?? 0).toBeCloseTo(before.rocAuc ?? 0, 10);
        expect(after.averagePrecision ?? 0).toBeCloseTo(before.averagePrecision ?? 0, 10);
      }),
    );
  });

  it('has an area that is the share of pairs in order, ties counted half', () => {
    const score = fc.integer({ min: 0, max: 5 }).map((step) => step / 5);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), score), { minLength: 2 }), (pairs) => {
        const positives = pairs.flatMap(([is, own]) => (is ? [own] : []));
        const negatives = pairs.flatMap(([is, own]) => (is ? [] : [own]));
        fc.pre(positives.length > 0 && negatives.length > 0);
        const wins = positives.flatMap((one) =>
          negatives.map((other): number => (one > other ? 1 : one === other ? 0.5 : 0)),
        );
        const rows = pairs.map(([is, own]): [number, number[]] => [is ? 1 : 0, [1 - own, own]]);
        const expected = wins.reduce((sum, win) => sum + win, 0) / wins.length;
        expect(evaluate(rows, 2).metrics.rocAuc).toBeCloseTo(expected, 12);
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

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationCurve } from './calibration-curve.js';
import { precisionRecallCurve, type PrecisionRecallCurve } from './precision-recall-curve.js';
import { rankScores } from './ranked-scores.js';
import { averagePrecision, rocAuc } from './ranking-metrics.js';
import { rocCurve, type RocCurve } from './roc-curve.js';

interface GoldenCurves {
  readonly name: string;
  readonly actual: number[];
  readonly scores: number[];
  readonly roc: RocCurve & { readonly area: number };
  readonly precisionRecall: PrecisionRecallCurve & { readonly area: number };
  readonly calibration: Record<
    'uniform' | 'quantile',
    { readonly observed: number[]; readonly predicted: number[] }
  >;
}
const golden = JSON.parse(
  readFileSync(new URL('./golden/curves.json', import.meta.url), 'utf8'),
) as {
  readonly scikitLearn: string;
  readonly curves: GoldenCurves[];
};

const ranked = (actual: readonly number[], scores: readonly number[]) =>
  rankScores(
    Int32Array.from(actual),
    Float64Array.from(scores.flatMap((score) => [1 - score, score])),
    { code: 1, classCount: 2 },
  );
const everyStep = 1e9;

const areaOf = ({ falsePositiveRates: x, truePositiveRates: y }: RocCurve) =>
  x.reduce(
    (area, value, i) =>
      i === 0 ? 0 : area + ((value - (x[i - 1] ?? 0)) * ((y[i] ?? 0) + (y[i - 1] ?? 0))) / 2,
    0,
  );
const stepAreaOf = ({ recalls, precisions }: PrecisionRecallCurve) =>
  recalls.reduce(
    (area, recall, i) => area + (recall - (recalls[i - 1] ?? 0)) * (precisions[i] ?? 0),
    0,
  );

describe(`the curves of scikit-learn ${golden.scikitLearn}`, () => {
  it.each(golden.curves.map((each) => [each.name, each] as const))('are ours: %s', (_, each) => {
    const rows = ranked(each.actual, each.scores);
    const roc = rocCurve(rows, everyStep);
    expect(roc.falsePositiveRates).toEqual(each.roc.falsePositiveRates.map(near));
    expect(roc.truePositiveRates).toEqual(each.roc.truePositiveRates.map(near));
    expect(rocAuc(rows)).toBeCloseTo(each.roc.area, 12);

    const { recalls, precisions } = each.precisionRecall;
    const adding = recalls.flatMap((recall, i) => (recall > (recalls[i - 1] ?? 0) ? [i] : []));
    const curve = precisionRecallCurve(rows, everyStep);
    expect(curve.recalls).toEqual(adding.map((i) => near(recalls[i] ?? 0)));
    expect(curve.precisions).toEqual(adding.map((i) => near(precisions[i] ?? 0)));
    expect(averagePrecision(rows)).toBeCloseTo(each.precisionRecall.area, 12);

    for (const strategy of ['uniform', 'quantile'] as const) {
      const bins = calibrationCurve(Uint8Array.from(each.actual), Float64Array.from(each.scores), {
        bins: 5,
        strategy,
      });
      const { observed, predicted } = each.calibration[strategy];
      expect(bins.map((bin) => bin.observed)).toEqual(observed.map(near));
      expect(bins.map((bin) => bin.predicted)).toEqual(predicted.map(near));
    }
  });
});

function near(value: number): number {
  return expect.closeTo(value, 4) as number;
}

const rowsOf = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 1000 })), {
    minLength: 2,
    maxLength: 400,
  })
  .filter((rows) => new Set(rows.map(([actual]) => actual)).size === 2)
  .map((rows) =>
    ranked(
      rows.map(([actual]) => actual),
      rows.map(([, score]) => score / 1000),
    ),
  );
const stepsOf = fc.integer({ min: 5, max: 60 });

describe('a thinned ROC curve', () => {
  it('keeps its corners, never turns back, has no more points than asked for and an area within its bound', () => {
    fc.assert(
      fc.property(rowsOf, stepsOf, (rows, steps) => {
        const curve = rocCurve(rows, steps);
        const { falsePositiveRates: x, truePositiveRates: y } = curve;
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
        expect(ascending(x) && ascending(y)).toBe(true);
        expect(x.length).toBeLessThanOrEqual(2 * steps + 2);
        expect(Math.abs(areaOf(curve) - rocAuc(rows))).toBeLessThanOrEqual(1 / (2 * steps) + 1e-4);
      }),
    );
  });
});

describe('a thinned precision-recall curve', () => {
  it('ends at full recall, has no more steps than asked for, and the same area', () => {
    fc.assert(
      fc.property(rowsOf, stepsOf, (rows, steps) => {
        const curve = precisionRecallCurve(rows, steps);
        expect(curve.recalls.at(-1)).toBe(1);
        expect(ascending(curve.recalls)).toBe(true);
        expect(curve.recalls.length).toBeLessThanOrEqual(steps + 1);
        expect(stepAreaOf(curve)).toBeCloseTo(averagePrecision(rows), 3);
      }),
    );
  });
});

describe('a calibration curve', () => {
  it('counts every row once, in ascending bins', () => {
    const rowOf = fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const strategies = fc.constantFrom('uniform' as const, 'quantile' as const);
    fc.assert(
      fc.property(fc.array(rowOf, { minLength: 1 }), strategies, (rows, strategy) => {
        const bins = calibrationCurve(
          Uint8Array.from(rows, ([actual]) => actual),
          Float64Array.from(rows, ([, probability]) => probability),
          { bins: 10, strategy },
        );
        expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.length);
        expect(ascending(bins.map((bin) => bin.predicted))).toBe(true);
      }),
    );
  });
});

function ascending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0));
}

import type { Column } from '@millrace/frame';
import { classCurves } from '../metrics/class-curves.js';
import type {
  EvaluationDetails,
  LearningCurvePoint,
  Slice,
} from '../metrics/evaluation-details.js';
import { logLosses } from '../metrics/log-loss.js';
import type { MetricName, Metrics } from '../metrics/metric-catalogue.js';
import { classIntervals, quantityIntervals } from '../metrics/metric-intervals.js';
import { residualHistogram, sampledPoints } from '../metrics/residuals.js';
import { worstSlices } from '../metrics/slices.js';
import { answersPerRow, type LearnedTarget } from '../target/learned-target.js';
import { decidedClasses } from '../threshold/decided-classes.js';
import { codesOf, evaluateAnswers, valuesOf } from './evaluate-answers.js';

/** Answers to rows that took no part in the fit. */
export interface Answered {
  readonly learned: LearnedTarget;
  /** Row numbers of the table. */
  readonly rows: Uint32Array;
  /** rows x classes, row-major; or one value a row. */
  readonly answers: Float64Array;
  /** Of two classes, where the likelier is not what is taken. */
  readonly threshold?: number | undefined;
  readonly seed: number;
}

const mostSlices = 12;
const fewestRows = 15;
const leastShare = 0.01;
/** Values that are looked through for slices: what keeps a wide table from taking long. */
const mostValues = 2e7;
const figuresOfSlices = {
  classes: ['accuracy', 'f1', 'rocAuc', 'logLoss'],
  quantities: ['rmse', 'mae', 'r2'],
} as const satisfies Record<LearnedTarget['kind'], readonly MetricName[]>;

/**
 * Curves, intervals and slices of answers.
 * @param columns those that the model takes, of the whole table; of very many, the first are sliced by
 */
export function describeHoldout(
  answered: Answered,
  columns: readonly Column[],
  learningCurve: readonly LearningCurvePoint[],
): EvaluationDetails {
  const { learned, rows, answers, threshold, seed } = answered;
  const slices = slicesOf(answered, columns);
  if (learned.kind === 'classes') {
    const actual = codesOf(learned, rows);
    const { kind, labels } = learned;
    const predicted = decidedClasses(answers, labels.length, threshold);
    const intervals = classIntervals(actual, answers, { labels, seed, predicted });
    return { kind, intervals, curves: classCurves(actual, answers, labels), slices, learningCurve };
  }
  const actual = valuesOf(learned, rows);
  return {
    kind: 'quantities',
    intervals: quantityIntervals(actual, answers, { seed }),
    points: sampledPoints(actual, answers, seed),
    residuals: residualHistogram(actual, answers),
    slices,
    learningCurve,
  };
}

function slicesOf(
  { learned, rows, answers, threshold }: Answered,
  columns: readonly Column[],
): Slice[] {
  const width = answersPerRow(learned);
  const affordable = columns.slice(0, Math.max(1, Math.floor(mostValues / rows.length)));
  const worst = worstSlices(affordable, rows, lossesOf(learned, rows, answers), {
    fewestRows: Math.max(fewestRows, Math.ceil(rows.length * leastShare)),
    most: mostSlices,
  });
  return worst.map(({ column, value, places }) => {
    const own = new Float64Array(places.length * width);
    places.forEach((place, index) => {
      own.set(answers.subarray(place * width, (place + 1) * width), index * width);
    });
    const ownRows = places.map((place) => rows[place] ?? 0);
    const { metrics } = evaluateAnswers(learned, ownRows, own, threshold);
    const figures = figuresOfSlices[learned.kind];
    return { column, value, rows: places.length, metrics: pick(metrics, figures) };
  });
}

/** How far each answer is from what the row holds: log loss, or the absolute error. */
function lossesOf(learned: LearnedTarget, rows: Uint32Array, answers: Float64Array): Float64Array {
  return learned.kind === 'classes'
    ? logLosses(codesOf(learned, rows), answers, learned.labels.length)
    : valuesOf(learned, rows).map((value, row) => Math.abs(value - (answers[row] ?? 0)));
}

function pick(metrics: Metrics, names: readonly MetricName[]): Metrics {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = metrics[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

import type { Interval } from './bootstrap.js';
import type { CalibrationBin } from './calibration-curve.js';
import type { MetricName, Metrics } from './metric-catalogue.js';
import type { PrecisionRecallCurve } from './precision-recall-curve.js';
import type { RocCurve } from './roc-curve.js';
import type { SliceOfColumn } from './slices.js';

/** What there is to say of an evaluation beside its figures. */
export type EvaluationDetails = ClassDetails | QuantityDetails;

interface DetailsOfAny {
  readonly intervals: Intervals;
  /** Where the model does worst, worst first; none where there are too few rows to tell. */
  readonly slices: readonly Slice[];
  /** Of how the model does with fewer rows to learn from; empty where that would take too long. */
  readonly learningCurve: readonly LearningCurvePoint[];
}

export interface ClassDetails extends DetailsOfAny {
  readonly kind: 'classes';
  /** Of the positive class of two; of several, each of the most frequent against the rest. */
  readonly curves: readonly ClassCurves[];
}

export interface QuantityDetails extends DetailsOfAny {
  readonly kind: 'quantities';
  /** Of every row, or of a sample of them. */
  readonly points: { readonly actual: readonly number[]; readonly predicted: readonly number[] };
  /** How many rows have which residual, actual less predicted. */
  readonly residuals: ResidualHistogram;
}

/** Where the metrics would be, had other rows like these been set aside. */
export interface Intervals {
  /** Share of such rows for which the metric is between the ends, from 0 to 1. */
  readonly confidence: number;
  readonly resamples: number;
  readonly metrics: Readonly<Partial<Record<MetricName, Interval>>>;
}

export interface ClassCurves {
  readonly label: string;
  readonly roc: RocCurve;
  readonly precisionRecall: PrecisionRecallCurve;
  readonly calibration: readonly CalibrationBin[];
}

export interface ResidualHistogram {
  /** One more than there are counts, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface Slice extends Pick<SliceOfColumn, 'column' | 'value'> {
  readonly rows: number;
  readonly metrics: Metrics;
}

/** What was learned from so many rows. */
export interface LearningCurvePoint {
  readonly rows: number;
  /** On rows that took no part in the fit: of the training rows, not those that were set aside. */
  readonly validation: Metrics;
  /** On the rows of the fit themselves. */
  readonly training: Metrics;
}

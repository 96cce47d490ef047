import type { TaskType } from '../learners/learner.js';

/** What a figure says, and which way it should go. */
export interface Metric {
  /** As it is called on the wire. */
  readonly name: string;
  readonly tasks: readonly TaskType[];
  readonly better: 'higher' | 'lower';
  /** What the number counts, in words. */
  readonly unit: string;
}

const classes: readonly TaskType[] = ['binary', 'multiclass'];
const twoClasses: readonly TaskType[] = ['binary'];
const severalClasses: readonly TaskType[] = ['multiclass'];
const quantities: readonly TaskType[] = ['regression'];

/**
 * Every figure by which models are compared. Precision, recall and F1 without a further word are macro averages;
 * `…Binary` are those of the positive class, the second of two.
 */
export const metricCatalogue = [
  { name: 'accuracy', tasks: classes, better: 'higher', unit: 'share of rows' },
  { name: 'balancedAccuracy', tasks: classes, better: 'higher', unit: 'mean share of rows' },
  { name: 'precision', tasks: classes, better: 'higher', unit: 'mean share of predictions' },
  { name: 'recall', tasks: classes, better: 'higher', unit: 'mean share of rows' },
  { name: 'f1', tasks: classes, better: 'higher', unit: 'mean harmonic mean of shares' },
  { name: 'precisionBinary', tasks: twoClasses, better: 'higher', unit: 'share of predictions' },
  { name: 'recallBinary', tasks: twoClasses, better: 'higher', unit: 'share of rows' },
  { name: 'f1Binary', tasks: twoClasses, better: 'higher', unit: 'harmonic mean of shares' },
  { name: 'precisionMicro', tasks: classes, better: 'higher', unit: 'share of predictions' },
  { name: 'recallMicro', tasks: classes, better: 'higher', unit: 'share of rows' },
  { name: 'f1Micro', tasks: classes, better: 'higher', unit: 'harmonic mean of shares' },
  { name: 'precisionWeighted', tasks: classes, better: 'higher', unit: 'weighted mean share' },
  { name: 'recallWeighted', tasks: classes, better: 'higher', unit: 'weighted mean share' },
  { name: 'f1Weighted', tasks: classes, better: 'higher', unit: 'weighted harmonic mean' },
  { name: 'rocAuc', tasks: classes, better: 'higher', unit: 'area under a curve of shares' },
  {
    name: 'rocAucWeighted',
    tasks: severalClasses,
    better: 'higher',
    unit: 'area under curves of shares',
  },
  { name: 'averagePrecision', tasks: classes, better: 'higher', unit: 'mean share of predictions' },
  { name: 'mcc', tasks: classes, better: 'higher', unit: 'correlation from -1 to 1' },
  { name: 'cohenKappa', tasks: classes, better: 'higher', unit: 'agreement beyond chance' },
  { name: 'logLoss', tasks: classes, better: 'lower', unit: 'nats a row' },
  { name: 'brierScore', tasks: classes, better: 'lower', unit: 'squared probability a row' },
  { name: 'rmse', tasks: quantities, better: 'lower', unit: 'unit of the target' },
  { name: 'mae', tasks: quantities, better: 'lower', unit: 'unit of the target' },
  { name: 'medianAbsoluteError', tasks: quantities, better: 'lower', unit: 'unit of the target' },
  { name: 'mape', tasks: quantities, better: 'lower', unit: 'share of the actual value' },
  { name: 'r2', tasks: quantities, better: 'higher', unit: 'share of the variance' },
] as const satisfies readonly Metric[];

type Catalogued = (typeof metricCatalogue)[number];

export type MetricName = Catalogued['name'];
export type QuantityMetricName = 'rmse' | 'mae' | 'medianAbsoluteError' | 'mape' | 'r2';
export type ClassMetricName = Exclude<MetricName, QuantityMetricName>;

export const metricNames: readonly MetricName[] = metricCatalogue.map(({ name }) => name);

/** A metric that these rows say nothing of is absent: an area under a curve with rows of one class only. */
export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

const byName = new Map<string, Metric>(metricCatalogue.map((metric) => [metric.name, metric]));

/** The metric of that name; undefined for one that is not ours. */
export function metricOf(name: string): Metric | undefined {
  return byName.get(name);
}

/** The figure as a number of which more is better; a metric that is not ours counts as one to be raised. */
export function scoreBy(metric: string, value: number): number {
  return metricOf(metric)?.better === 'lower' ? -value : value;
}

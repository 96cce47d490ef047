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
const quantities: readonly TaskType[] = ['regression'];

/**
 * Every figure by which models are compared. Precision, recall and F1 are macro averages.
 */
export const metricCatalogue = [
  { name: 'accuracy', tasks: classes, better: 'higher', unit: 'share of rows' },
  { name: 'balancedAccuracy', tasks: classes, better: 'higher', unit: 'mean share of rows' },
  { name: 'precision', tasks: classes, better: 'higher', unit: 'mean share of predictions' },
  { name: 'recall', tasks: classes, better: 'higher', unit: 'mean share of rows' },
  { name: 'f1', tasks: classes, better: 'higher', unit: 'mean harmonic mean of shares' },
  { name: 'logLoss', tasks: classes, better: 'lower', unit: 'nats a row' },
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

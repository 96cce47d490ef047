import { metricNames, type MetricName } from '../metrics/evaluate-classification.js';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of each metric over the folds. */
export function meanMetrics(
  folds: readonly Readonly<Record<MetricName, number>>[],
): Partial<Record<MetricName, number>> {
  return Object.fromEntries(
    metricNames.map((name) => [name, mean(folds.map((metrics) => metrics[name]))]),
  );
}

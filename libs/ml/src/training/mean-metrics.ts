import { metricNames, type Metrics } from '../metrics/metric-catalogue.js';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of each metric over the folds that have it. */
export function meanMetrics(folds: readonly Metrics[]): Metrics {
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const values = folds.flatMap((metrics) => metrics[name] ?? []);
      return values.length === 0 ? [] : [[name, mean(values)]];
    }),
  );
}

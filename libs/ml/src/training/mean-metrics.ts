import type { FitNotes } from '../learners/learner.js';
import { metricNames, type Metrics } from '../metrics/metric-catalogue.js';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const noteNames = ['iterations', 'converged', 'outOfBagScore', 'chosenL2'] as const;

/** The mean of each note over the folds that have it. */
export function meanNotes(folds: readonly FitNotes[]): FitNotes {
  return Object.fromEntries(
    noteNames.flatMap((name) => {
      const values = folds.flatMap((notes) => notes[name] ?? []);
      return values.length === 0 ? [] : [[name, mean(values)]];
    }),
  );
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

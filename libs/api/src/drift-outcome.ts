import type { DriftReportBody } from './drift-monitor.js';

/** What a whole report says: `some_columns` where some changed, but too few for the dataset to count as drifted. */
export type DriftOutcome = 'drifted' | 'some_columns' | 'stable' | 'insufficient_data';

/** The outcome of a report; undefined while it has none. */
export function driftOutcomeOf({
  status,
  dataset,
}: Pick<DriftReportBody, 'status' | 'dataset'>): DriftOutcome | undefined {
  if (status !== 'completed' || !dataset) return undefined;
  if (dataset.drifted) return 'drifted';
  if (dataset.testedColumns === 0) return 'insufficient_data';
  return (dataset.driftedColumns ?? 0) > 0 ? 'some_columns' : 'stable';
}

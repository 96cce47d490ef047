import { scoreBy } from '../metrics/metric-catalogue.js';

/** What the choice among candidates looks at. */
export interface Contender {
  readonly status: 'succeeded' | 'skipped' | 'failed' | 'stopped';
  readonly validation: Readonly<Record<string, number>>;
}

/**
 * The candidates that succeeded, the best by `metric` first. One whose metric is absent or no number cannot win. Equal
 * ones keep the order in which they came.
 */
export function rankCandidates<Entry extends Contender>(
  contenders: readonly Entry[],
  metric: string,
): Entry[] {
  return contenders
    .filter(
      ({ status, validation }) => status === 'succeeded' && Number.isFinite(validation[metric]),
    )
    .sort(
      (a, b) =>
        scoreBy(metric, b.validation[metric] ?? 0) - scoreBy(metric, a.validation[metric] ?? 0),
    );
}

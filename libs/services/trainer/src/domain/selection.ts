/** Metrics of which less is better; of every other more is. */
const lowerIsBetter: ReadonlySet<string> = new Set(['logLoss']);

export interface Contender {
  readonly algorithm: string;
  readonly status: 'succeeded' | 'skipped' | 'failed';
  readonly validation: Readonly<Record<string, number>>;
}

/**
 * The candidates that succeeded, the best by `metric` first. One whose metric is absent or no number cannot win. Equal
 * ones keep the order in which they came.
 */
export function rankContenders<Entry extends Contender>(
  contenders: readonly Entry[],
  metric: string,
): Entry[] {
  const sign = lowerIsBetter.has(metric) ? 1 : -1;
  return contenders
    .filter(
      ({ status, validation }) => status === 'succeeded' && Number.isFinite(validation[metric]),
    )
    .sort((a, b) => sign * ((a.validation[metric] ?? 0) - (b.validation[metric] ?? 0)));
}

import type { RunBody } from '@millrace/api';

type Figures = Pick<RunBody, 'metrics'>;

const ofClasses = ['accuracy', 'f1'];
const ofQuantities = ['rmse', 'r2'];

/** The metrics to show of an experiment's runs: those of their tasks, of classes where there are no figures yet. */
export function metricsShown(runs: readonly Figures[]): readonly string[] {
  const found = [...ofClasses, ...ofQuantities].filter((name) =>
    runs.some((run) => figureOf(run, name) !== undefined),
  );
  return found.length === 0 ? ofClasses : found;
}

// Trackers prefix a metric with the part of the data it was measured on.
const prefixes = ['', 'validation.', 'validation_', 'cv_', 'holdout.', 'holdout_'];

/** What a run says a metric is, under whichever of the usual names. */
export function figureOf(run: Figures, name: string): number | undefined {
  return prefixes.map((prefix) => run.metrics[prefix + name]).find((value) => value !== undefined);
}

const metricNames: Readonly<Record<string, string>> = {
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  logLoss: 'Log loss',
  fitSeconds: 'Fit, s',
  predictMicrosPerRow: 'Predict, µs a row',
};

/** A metric's name for a heading; one that is not known stays as it is. */
export function metricLabel(name: string): string {
  return metricNames[name] ?? name;
}

/** Whether a greater value of the metric is better. */
export function greaterIsBetter(metric: string): boolean {
  return !/loss|error|rmse|mae|brier|seconds|micros/i.test(metric);
}

/** The first characters of a digest or id, enough to tell it from others. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

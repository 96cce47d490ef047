import type { ClassPredictions } from '@millrace/ml';

/** Class to probability of one row. */
export function probabilitiesOf(
  classes: readonly string[],
  { probabilities }: ClassPredictions,
  row: number,
): Record<string, number> {
  return Object.fromEntries(
    classes.map((label, code) => [label, probabilities[row * classes.length + code] ?? Number.NaN]),
  );
}

/** What one fold of a candidate came to. */
export interface FoldResult {
  readonly metrics: Readonly<Record<string, number>>;
  readonly fit_seconds: number;
  readonly predict_micros_per_row: number;
}

export interface ValidationSummary {
  readonly validation: Readonly<Record<string, number>>;
  readonly fit_seconds: number;
  readonly predict_micros_per_row: number;
}

/** Figures that are tried in steps of factors: ten times as much is as far as a tenth. */
const factors: ReadonlySet<string> = new Set(['chosenL2']);

/** The mean of each figure over the folds that have it, of which there is one at least. */
export function meanOfFolds(folds: readonly FoldResult[]): ValidationSummary {
  const names = [...new Set(folds.flatMap(({ metrics }) => Object.keys(metrics)))];
  return {
    validation: Object.fromEntries(
      names.map((name) => {
        const values = folds.flatMap(({ metrics }) => metrics[name] ?? []);
        return [name, factors.has(name) ? geometricMean(values) : mean(values)];
      }),
    ),
    fit_seconds: mean(folds.map(({ fit_seconds }) => fit_seconds)),
    predict_micros_per_row: mean(folds.map((fold) => fold.predict_micros_per_row)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)));
}

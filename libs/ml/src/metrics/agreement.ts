/** Sums of a confusion matrix. */
interface Margins {
  readonly rows: number;
  readonly hits: number;
  /** Σ actual · predicted, and Σ of the squares of each, over the classes. */
  readonly both: number;
  readonly actual: number;
  readonly predicted: number;
}

/**
 * The correlation of actual and predicted classes, for any number of them (Gorodkin, "Comparing two K-category
 * assignments by a K-category correlation coefficient", 2004); 0 when either is one class throughout.
 * @param confusion `confusion[actual][predicted]`, at least one row counted
 */
export function matthewsCorrelation(confusion: readonly (readonly number[])[]): number {
  const { rows, hits, both, actual, predicted } = marginsOf(confusion);
  const spread = (rows * rows - actual) * (rows * rows - predicted);
  return spread === 0 ? 0 : (hits * rows - both) / Math.sqrt(spread);
}

/**
 * Agreement beyond what the shares of the classes would give by chance (Cohen, "A coefficient of agreement for nominal
 * scales", 1960); undefined when actual and predicted are one and the same class throughout.
 * @param confusion `confusion[actual][predicted]`, at least one row counted
 */
export function cohenKappa(confusion: readonly (readonly number[])[]): number | undefined {
  const { rows, hits, both } = marginsOf(confusion);
  const byChance = rows * rows - both;
  return byChance === 0 ? undefined : 1 - (rows * (rows - hits)) / byChance;
}

function marginsOf(confusion: readonly (readonly number[])[]): Margins {
  let rows = 0;
  let hits = 0;
  const predicted = new Float64Array(confusion.length);
  const actual = new Float64Array(confusion.length);
  confusion.forEach((counts, own) => {
    counts.forEach((count, guess) => {
      rows += count;
      actual[own] = (actual[own] ?? 0) + count;
      predicted[guess] = (predicted[guess] ?? 0) + count;
    });
    hits += counts[own] ?? 0;
  });
  return {
    rows,
    hits,
    both: actual.reduce((sum, value, code) => sum + value * (predicted[code] ?? 0), 0),
    actual: actual.reduce((sum, value) => sum + value * value, 0),
    predicted: predicted.reduce((sum, value) => sum + value * value, 0),
  };
}

/** The scores of the rows that are of a class and of those that are not, each in ascending order. */
export interface RankedScores {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/**
 * @param actual class of each row
 * @param scores rows x classCount, row-major: more is likelier
 * @param code the class that counts as positive
 */
export function rankScores(
  actual: Int32Array,
  scores: Float64Array,
  { code, classCount }: { readonly code: number; readonly classCount: number },
): RankedScores {
  const count = actual.reduce((sum, own) => sum + (own === code ? 1 : 0), 0);
  const positives = new Float64Array(count);
  const negatives = new Float64Array(actual.length - count);
  let positive = 0;
  let negative = 0;
  for (let row = 0; row < actual.length; row++) {
    const score = scores[row * classCount + code] ?? 0;
    if (actual[row] === code) positives[positive++] = score;
    else negatives[negative++] = score;
  }
  // Numbers are sorted natively, which is much faster than an order of rows.
  return { positives: positives.sort(), negatives: negatives.sort() };
}

/** What a threshold lets through. */
export type VisitThreshold = (truePositives: number, falsePositives: number, score: number) => void;

/** Goes through the different scores from the highest, with the rows that are at least as high. */
export function forEachThreshold(
  { positives, negatives }: RankedScores,
  visit: VisitThreshold,
): void {
  let positive = positives.length;
  let negative = negatives.length;
  while (positive > 0 || negative > 0) {
    const score = Math.max(
      positives[positive - 1] ?? -Infinity,
      negatives[negative - 1] ?? -Infinity,
    );
    while (positive > 0 && positives[positive - 1] === score) positive--;
    while (negative > 0 && negatives[negative - 1] === score) negative--;
    visit(positives.length - positive, negatives.length - negative, score);
  }
}

/**
 * Mean squared distance of the probabilities from what was: from 0 to 1 for two classes, from 0 to 2 for several, as
 * scikit-learn's `brier_score_loss` has it (Brier, "Verification of forecasts expressed in terms of probability", 1950).
 * @param probabilities rows x classes, row-major; each row is scaled to sum to 1
 */
export function brierScore(
  actual: Int32Array,
  probabilities: Float64Array,
  classCount: number,
): number {
  const scores = brierScores(actual, probabilities, classCount);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The squared distance of each row. */
export function brierScores(
  actual: Int32Array,
  probabilities: Float64Array,
  classCount: number,
): Float64Array {
  // Two classes are each other's mirror: both say the same.
  const scale = classCount === 2 ? 2 : 1;
  return Float64Array.from(actual, (code, row) => {
    const start = row * classCount;
    let total = 0;
    for (let other = 0; other < classCount; other++) total += probabilities[start + other] ?? 0;
    let sum = 0;
    for (let other = 0; other < classCount; other++) {
      const distance = (probabilities[start + other] ?? 0) / total - (code === other ? 1 : 0);
      sum += distance * distance;
    }
    return sum / scale;
  });
}

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
  let sum = 0;
  for (let row = 0; row < actual.length; row++) {
    const start = row * classCount;
    let total = 0;
    for (let code = 0; code < classCount; code++) total += probabilities[start + code] ?? 0;
    for (let code = 0; code < classCount; code++) {
      const given = (probabilities[start + code] ?? 0) / total;
      const distance = given - (actual[row] === code ? 1 : 0);
      sum += distance * distance;
    }
  }
  // Two classes are each other's mirror: both say the same.
  return sum / actual.length / (classCount === 2 ? 2 : 1);
}

/** The smallest probability told apart from 0: the machine epsilon of a double, as scikit-learn clips. */
const epsilon = Number.EPSILON;

/**
 * Mean negative logarithm of the probability given to the actual class.
 * @param probabilities rows x classes, row-major; each row is scaled to sum to 1
 */
export function logLoss(
  actual: Int32Array,
  probabilities: Float64Array,
  classCount: number,
): number {
  let loss = 0;
  for (let row = 0; row < actual.length; row++) {
    const start = row * classCount;
    let total = 0;
    for (let code = 0; code < classCount; code++) total += probabilities[start + code] ?? 0;
    const given = (probabilities[start + (actual[row] ?? 0)] ?? 0) / total;
    loss -= Math.log(Math.min(Math.max(given, epsilon), 1 - epsilon));
  }
  return loss / actual.length;
}

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
  const losses = logLosses(actual, probabilities, classCount);
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The loss of each row, in nats. */
export function logLosses(
  actual: Int32Array,
  probabilities: Float64Array,
  classCount: number,
): Float64Array {
  return Float64Array.from(actual, (code, row) => {
    const start = row * classCount;
    let total = 0;
    for (let other = 0; other < classCount; other++) total += probabilities[start + other] ?? 0;
    const given = (probabilities[start + code] ?? 0) / total;
    return -Math.log(Math.min(Math.max(given, epsilon), 1 - epsilon));
  });
}

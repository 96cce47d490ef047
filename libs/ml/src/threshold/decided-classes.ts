import { likeliestClasses, sameShare } from '../metrics/evaluate-classification.js';

/**
 * The class each row is taken for: the likeliest, the first one of equals; or of two classes the second where its
 * probability is above the threshold.
 * @param probabilities rows x classes, row-major
 */
export function decidedClasses(
  probabilities: Float64Array,
  classCount: number,
  threshold?: number,
): Int32Array {
  if (threshold === undefined || classCount !== 2)
    return likeliestClasses(probabilities, classCount);
  const classes = new Int32Array(probabilities.length / 2);
  for (let row = 0; row < classes.length; row++) {
    if ((probabilities[row * 2 + 1] ?? 0) > threshold + sameShare) classes[row] = 1;
  }
  return classes;
}

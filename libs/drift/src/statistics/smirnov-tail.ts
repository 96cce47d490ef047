import { logGamma } from './gamma-function.js';

/**
 * P(D⁺ ≥ d) of the one-sided Kolmogorov-Smirnov statistic of `n` values: the finite sum of Birnbaum and
 * Tingey (1951). All its terms are positive, so the far tail keeps its digits. Cost O(n).
 */
export function smirnovTail(n: number, d: number): number {
  if (d <= 0) {
    return 1;
  }
  if (d >= 1) {
    return 0;
  }
  const logFactorial = logGamma(n + 1);
  const last = Math.floor(n * (1 - d));
  let sum = 0;
  for (let j = 0; j <= last; j++) {
    const left = d + j / n;
    const right = 1 - left;
    if (right <= 0) {
      // The very last term is 0 unless its exponent is 0 as well, and then d would be 0.
      break;
    }
    const logChoose = logFactorial - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(logChoose + (j - 1) * Math.log(left) + (n - j) * Math.log1p(-left));
  }
  return Math.min(1, d * sum);
}

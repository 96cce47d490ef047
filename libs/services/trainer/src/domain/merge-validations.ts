import type { ValidationResult } from './learning.js';

/**
 * The validation of one fold and that of `others` more as one of all of them.
 * @returns the second as it is when it did not succeed
 */
export function mergeValidations(
  first: ValidationResult,
  rest: ValidationResult,
  others: number,
): ValidationResult {
  if (rest.status !== 'succeeded') return { ...rest, parameters: first.parameters };
  const mean = (a: number, b: number) => (a + b * others) / (others + 1);
  const restMetrics: Readonly<Record<string, number>> = rest.metrics;
  return {
    ...rest,
    metrics: Object.fromEntries(
      Object.entries(first.metrics).map(([name, value]) => [
        name,
        mean(value, restMetrics[name] ?? value),
      ]),
    ),
    fitSeconds: mean(first.fitSeconds ?? 0, rest.fitSeconds ?? 0),
    predictMicrosPerRow: mean(first.predictMicrosPerRow ?? 0, rest.predictMicrosPerRow ?? 0),
    ...(first.outOfFold && rest.outOfFold && { outOfFold: sumOf(first.outOfFold, rest.outOfFold) }),
  };
}

/** Each has zeros where the other has answers. */
function sumOf(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, index) => value + (b[index] ?? 0));
}

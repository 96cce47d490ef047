/**
 * First and second derivative of a row's loss as one number: both rounded to whole numbers, the first times 2 ** 26, plus
 * the second. Sums of up to `mostRows` of them are exact, so that one addition serves for both and no order of adding
 * matters. After Shi et al., "Quantized Training of Gradient Boosting Decision Trees" (2022).
 */
export const radix = 2 ** 26;

/** Levels that a derivative is rounded to, so that no sum over this many rows overflows. */
export function levelsFor(rows: number): number {
  return Math.max(1, Math.min(2 ** 15, Math.floor((radix - 1) / (rows + 1)) - 1));
}

export function firstOf(sum: number): number {
  return Math.floor(sum / radix);
}

export function secondOf(sum: number): number {
  return sum - Math.floor(sum / radix) * radix;
}

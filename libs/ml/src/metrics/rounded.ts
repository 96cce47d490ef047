/** A coordinate of a curve to five decimals: what is drawn needs no more, and documents stay small. */
export function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

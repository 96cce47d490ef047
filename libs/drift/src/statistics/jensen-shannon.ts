function halfDivergence(shares: readonly number[], middle: readonly number[]): number {
  return shares.reduce(
    (sum, share, index) =>
      share > 0 ? sum + share * Math.log(share / (middle[index] as number)) : sum,
    0,
  );
}

/**
 * Jensen-Shannon distance (natural logarithm) of two distributions over the same cells, each summing to 1:
 * 0 for equal ones, √ln 2 ≈ 0.8326 for ones without a common cell.
 */
export function jensenShannon(reference: readonly number[], current: readonly number[]): number {
  const middle = reference.map((share, index) => (share + (current[index] ?? 0)) / 2);
  const divergence = (halfDivergence(reference, middle) + halfDivergence(current, middle)) / 2;
  return Math.sqrt(Math.max(0, divergence));
}

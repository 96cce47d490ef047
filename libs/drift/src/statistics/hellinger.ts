/** Hellinger distance in [0, 1] of two distributions over the same cells, each summing to 1. */
export function hellinger(reference: readonly number[], current: readonly number[]): number {
  const overlap = reference.reduce(
    (sum, share, index) => sum + Math.sqrt(share * (current[index] ?? 0)),
    0,
  );
  return Math.sqrt(1 - Math.min(1, Math.max(0, overlap)));
}

const smallShare = 1e-4;

/** Empty cells get a small share, so that the logarithm exists; the shares are not rescaled after. */
export function fillEmptyCells(shares: readonly number[]): number[] {
  const least = Math.min(...shares.filter((share) => share > 0), 1);
  const fill = least <= smallShare ? least / 1e6 : smallShare;
  return shares.map((share) => (share > 0 ? share : fill));
}

/** Population stability index of two distributions over the same cells; empty cells are filled. ≥ 0. */
export function populationStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): number {
  const p = fillEmptyCells(reference);
  const q = fillEmptyCells(current);
  return p.reduce((sum, share, index) => {
    const other = q[index] as number;
    return sum + (share - other) * Math.log(share / other);
  }, 0);
}

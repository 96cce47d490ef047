/** Scores beyond it are as good as certain: the share of the other class is below what derivatives are rounded to. */
export const reach = 16;
export const cellsPerUnit = 128;

/** The logistic function from -`reach` to `reach`, and one cell more. */
export const logisticTable = Float64Array.from(
  { length: 2 * reach * cellsPerUnit + 2 },
  (_, cell) => 1 / (1 + Math.exp(reach - cell / cellsPerUnit)),
);

/** The logistic function from the table, within 1e-6: derivatives are rounded more coarsely than that. */
export function logisticOf(score: number): number {
  const inside = score < -reach ? -reach : score > reach ? reach : score;
  const place = (inside + reach) * cellsPerUnit;
  const cell = place | 0;
  const below = logisticTable[cell] ?? 0;
  return below + (place - cell) * ((logisticTable[cell + 1] ?? 0) - below);
}

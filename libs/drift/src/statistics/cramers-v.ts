/**
 * Bias-corrected Cramér's V (Bergsma 2013) of a 2 × `cells` table with χ² `statistic` over `rows` rows in all: the
 * size of the difference in [0, 1] whatever the number of rows.
 */
export function cramersV(statistic: number, rows: number, cells: number): number {
  if (rows < 2 || cells < 2) {
    return 0;
  }
  const squared = Math.max(0, statistic / rows - (cells - 1) / (rows - 1));
  const columns = cells - (cells - 1) ** 2 / (rows - 1);
  const sides = 2 - 1 / (rows - 1);
  const least = Math.min(columns, sides) - 1;
  return least > 0 ? Math.min(1, Math.sqrt(squared / least)) : 0;
}

/** The standard error of the mean of some figures; 0 of fewer than two. */
export function standardError(figures: readonly number[]): number {
  const count = figures.length;
  if (count < 2) return 0;
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / count;
  const squares = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}

/** Rows up to which the usual time is enough for one task. */
const usualRows = 100_000;

/** How long a task of a candidate may take, in milliseconds: as many times longer as there are more rows than usual. */
export function patienceFor(rows: number, usualMs: number): number {
  return usualMs * Math.max(1, rows / usualRows);
}

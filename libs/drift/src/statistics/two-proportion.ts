import { normalTwoSided } from './normal-distribution.js';

export interface TwoProportion {
  /** Share of the current side minus that of the reference. */
  readonly difference: number;
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Two-sided z test, pooled variance, of `hits` among `rows` on either side. Both sides constant and alike, or a side
 * without rows: p 1.
 */
export function twoProportion(
  reference: { readonly hits: number; readonly rows: number },
  current: { readonly hits: number; readonly rows: number },
): TwoProportion {
  if (reference.rows === 0 || current.rows === 0) {
    return { difference: 0, statistic: 0, pValue: 1 };
  }
  const p1 = reference.hits / reference.rows;
  const p2 = current.hits / current.rows;
  const pooled = (reference.hits + current.hits) / (reference.rows + current.rows);
  const variance = pooled * (1 - pooled) * (1 / reference.rows + 1 / current.rows);
  if (!(variance > 0)) {
    return { difference: p2 - p1, statistic: 0, pValue: 1 };
  }
  const statistic = (p1 - p2) / Math.sqrt(variance);
  return { difference: p2 - p1, statistic, pValue: normalTwoSided(statistic) };
}

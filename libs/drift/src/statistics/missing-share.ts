import { twoProportion } from './two-proportion.js';

export interface MissingShareChange {
  /** Shares of missing values in [0, 1]. */
  readonly reference: number;
  readonly current: number;
  readonly pValue: number;
}

/** Missing values against rows, as shares and a two-sided two-proportion z test of their difference. */
export function missingShareChange(
  reference: { readonly missing: number; readonly rows: number },
  current: { readonly missing: number; readonly rows: number },
): MissingShareChange {
  const share = (missing: number, rows: number): number => (rows === 0 ? 0 : missing / rows);
  return {
    reference: share(reference.missing, reference.rows),
    current: share(current.missing, current.rows),
    pValue: twoProportion(
      { hits: reference.missing, rows: reference.rows },
      { hits: current.missing, rows: current.rows },
    ).pValue,
  };
}

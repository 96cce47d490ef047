import { sharesOf } from './binning.js';
import { fillEmptyCells } from './psi.js';

/** Divergence of `current` from `reference` in nats; empty cells are filled, then both rescaled to sum 1. ≥ 0. */
export function kullbackLeibler(reference: readonly number[], current: readonly number[]): number {
  const p = sharesOf(fillEmptyCells(reference));
  const q = sharesOf(fillEmptyCells(current));
  const sum = p.reduce(
    (total, share, index) => total + share * Math.log(share / (q[index] as number)),
    0,
  );
  return Math.max(0, sum);
}

import type { Random } from '../random/random.js';
import type { BinnedTable } from './binned-table.js';
import { boundAfter } from './binned-table.js';

/**
 * Where a feature is split at a node: where that is best, or in one place drawn at random (Geurts, Ernst and Wehenkel,
 * "Extremely randomized trees", 2006).
 */
export type Cut = { readonly kind: 'best' } | { readonly kind: 'random'; readonly random: Random };

/** The places of a node's bins after which it may be split: from the first up to, not including, the last. */
export interface CutRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The places to look at. At random: of a number, a value between the node's lowest and highest is drawn, of categories a
 * place in their order.
 * @param along bins in the order in which they go left
 * @param last how many places there are
 */
export function cutRange(
  cut: Cut,
  table: BinnedTable,
  feature: number,
  along: Int32Array,
  last: number,
): CutRange {
  if (cut.kind === 'best' || last <= 1) return { first: 0, last };
  const first =
    table.categorical[feature] === 1
      ? cut.random.integer(last)
      : drawnPlace(table, feature, along, last, cut.random.next());
  return { first, last: first + 1 };
}

/** The last place whose bound is at most the value drawn. */
function drawnPlace(
  table: BinnedTable,
  feature: number,
  along: Int32Array,
  last: number,
  share: number,
): number {
  const lowest = boundAfter(table, feature, along[0] ?? 0);
  const highest = boundAfter(table, feature, along[last - 1] ?? 0);
  const value = lowest + share * (highest - lowest);
  let low = 0;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (boundAfter(table, feature, along[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

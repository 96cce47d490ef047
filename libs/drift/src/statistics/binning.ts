/** k + 1 ascending edges of k bins `[edge, next)`, the last one closed. */
export type Edges = readonly number[];

/** Equal-width edges from `low` to `high`; one bin of width 1 around a single point. */
export function equalWidthEdges(low: number, high: number, bins: number): Edges {
  if (!(high > low)) {
    return [low - 0.5, low + 0.5];
  }
  const width = (high - low) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, index) => index * width + low);
  edges[bins] = high;
  return edges;
}

/**
 * Sturges' equal-width edges for `count` values between `low` and `high`; whole-number columns get no bins narrower
 * than 1.
 */
export function sturgesEdges(low: number, high: number, count: number, integers: boolean): Edges {
  let width = (high - low) / (Math.log2(count) + 1);
  if (integers && width < 1) {
    width = 1;
  }
  // A range too small to be divided is one bin.
  const bins = width > 0 ? Math.ceil((high - low) / width) : 1;
  return equalWidthEdges(low, high, Math.max(1, bins));
}

/** Index of the last edge that is not above `value`; −1 below the first. */
function lastEdgeBelow(edges: Edges, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Counts a bin; a value outside the edges is in the nearest end bin, which is therefore open. */
export function binCounts(values: Float64Array, edges: Edges): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, lastEdgeBelow(edges, value)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Counts a bin with one more bin on either side for what lies outside the edges. */
export function binCountsWithOverflow(values: Float64Array, edges: Edges): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins + 2).fill(0);
  for (const value of values) {
    const above = value > (edges[bins] as number);
    const slot = above ? bins + 1 : Math.min(bins, lastEdgeBelow(edges, value) + 1);
    counts[slot] = (counts[slot] as number) + 1;
  }
  return counts;
}

/** Counts as shares of their sum; all 0 when there is nothing to share. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

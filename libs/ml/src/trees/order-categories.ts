/**
 * Orders categories by the share that the node's most frequent class has in each: with two classes, one of the splits
 * along that order is the best of all (Breiman et al. 1984, theorem 4.5); with more, a good one.
 * @param bins the first `count` are the categories, ascending
 * @param order receives them
 */
export function orderByShare(
  bins: Int32Array,
  count: number,
  order: Int32Array,
  {
    histogram,
    classCount,
    totals,
  }: { histogram: Int32Array; classCount: number; totals: Float64Array },
): void {
  let frequent = 0;
  for (let code = 1; code < classCount; code++) {
    if ((totals[code] ?? 0) > (totals[frequent] ?? 0)) frequent = code;
  }
  const shareOf = (bin: number) => {
    let weight = 0;
    for (let code = 0; code < classCount; code++) weight += histogram[bin * classCount + code] ?? 0;
    return (histogram[bin * classCount + frequent] ?? 0) / weight;
  };
  orderBy(bins, count, order, shareOf);
}

/** Orders the first `count` bins by a key, equals by themselves. */
export function orderBy(
  bins: Int32Array,
  count: number,
  order: Int32Array,
  keyOf: (bin: number) => number,
): void {
  const keyed = Array.from(bins.subarray(0, count), (bin) => ({ bin, key: keyOf(bin) }));
  keyed.sort((a, b) => a.key - b.key || a.bin - b.bin);
  keyed.forEach(({ bin }, index) => {
    order[index] = bin;
  });
}

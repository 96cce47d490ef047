/** Of rows that count as often as their weights say; undefined without a positive or a negative. */
export interface WeightedRanking {
  readonly rocAuc: number;
  readonly averagePrecision: number;
}

/** The rows in descending order of a class's score, sorted once for any number of weights. */
export interface RankedRows {
  readonly order: Uint32Array;
  /** 1 where the row at that place of the order is of the class. */
  readonly positive: Uint8Array;
  /** 1 at the last of the places with the same score. */
  readonly last: Uint8Array;
}

/**
 * @param actual class of each row
 * @param scores rows x classCount, row-major
 * @param code the class that counts as positive
 */
export function rankRows(
  actual: Int32Array,
  scores: Float64Array,
  { code, classCount }: { readonly code: number; readonly classCount: number },
): RankedRows {
  const own = Float64Array.from(actual, (_, row) => scores[row * classCount + code] ?? 0);
  const order = Uint32Array.from(own.keys()).sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0));
  return {
    order,
    positive: Uint8Array.from(order, (row) => (actual[row] === code ? 1 : 0)),
    last: Uint8Array.from(order, (row, place) =>
      own[row] === own[order[place + 1] ?? -1] ? 0 : 1,
    ),
  };
}

/** The area under the ROC curve and the average precision, both in one walk from the highest score. */
export function weightedRanking(
  { order, positive, last }: RankedRows,
  weights: Uint32Array,
): WeightedRanking | undefined {
  let hits = 0;
  let misses = 0;
  let twice = 0;
  let precision = 0;
  let newHits = 0;
  let newMisses = 0;
  for (let place = 0; place < order.length; place++) {
    const weight = weights[order[place] ?? 0] ?? 0;
    if (positive[place] === 1) newHits += weight;
    else newMisses += weight;
    if (last[place] === 0) continue;
    twice += newMisses * (2 * hits + newHits);
    hits += newHits;
    misses += newMisses;
    if (newHits > 0) precision += (newHits * hits) / (hits + misses);
    newHits = 0;
    newMisses = 0;
  }
  if (hits === 0 || misses === 0) return undefined;
  return { rocAuc: twice / (2 * hits * misses), averagePrecision: precision / hits };
}

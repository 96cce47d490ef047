import { missingBin, type BinnedTable } from './binned-table.js';
import { field } from './boosting-plan.js';
import { firstOf, radix, secondOf } from './gradient-packing.js';
import { binCount } from './leaf-histogram.js';
import { orderBy } from './order-categories.js';

const leastGain = 1e-9;
const leastSecond = 1e-3;
/** Ridge and smoothing that keep rare categories from deciding alone; the values of LightGBM. */
const categoryRidge = 10;
const categorySmoothing = 10;

/** What is known of a leaf before its histogram is looked at. */
export interface LeafSums {
  /** Packed derivatives of all its rows. */
  readonly sum: number;
  readonly rows: number;
  readonly firstScale: number;
  readonly secondScale: number;
  readonly l2: number;
  readonly minLeafRows: number;
}

/** Where the best split of a leaf is written to. */
export interface SplitPlace {
  /** `bestFields` numbers. */
  readonly best: Float64Array;
  /** Of the best categorical split, 1 for each category that goes left. */
  readonly set: Uint8Array;
}

/** The same in units of the rounded derivatives, where gains are told by. */
interface Leaf {
  readonly first: number;
  readonly second: number;
  readonly ridge: number;
  /** Gain of a unit. */
  readonly unit: number;
  readonly leastSecond: number;
}

/**
 * Finds the best split of a leaf among the features of a histogram. The gain is G² / (H + l2) summed over both sides, less
 * that of the leaf: G the sum of first derivatives, H of second (Friedman 2001; Chen and Guestrin, "XGBoost", 2016).
 * Rows on a side are told from its share of the second derivatives, as LightGBM does.
 */
export class LeafSplitSearch {
  readonly #table: BinnedTable;
  readonly #features: Int32Array;
  readonly #allowed: Uint8Array;
  readonly #order = new Int32Array(binCount);
  readonly #present = new Int32Array(binCount);

  /**
   * @param features those that the histogram has, in its order
   * @param allowed of each feature of the table, 1 when it may be split by
   */
  constructor(table: BinnedTable, features: Int32Array, allowed: Uint8Array) {
    this.#table = table;
    this.#features = features;
    this.#allowed = allowed;
  }

  search(histogram: Float64Array, sums: LeafSums, { best, set }: SplitPlace): void {
    const { counts, categorical } = this.#table;
    best[field.gain] = 0;
    best[field.feature] = -1;
    const leaf = leafOf(sums, sums.l2);
    const strict = leafOf(sums, sums.l2 + categoryRidge);
    for (let own = 0; own < this.#features.length; own++) {
      const feature = this.#features[own] ?? 0;
      if (this.#allowed[feature] !== 1) continue;
      const start = own * binCount;
      const count = counts[feature] ?? 0;
      if (categorical[feature] === 1) {
        const bins = histogram.subarray(start, start + binCount);
        this.#searchCategories(bins, count, feature, { leaf: strict, sums, best, set });
      } else {
        scanNumbers(histogram, start, count, feature, leaf, best, 0);
        if (histogram[start + missingBin] !== 0) {
          scanNumbers(histogram, start, count, feature, leaf, best, 1);
        }
      }
    }
  }

  #searchCategories(
    bins: Float64Array,
    count: number,
    feature: number,
    {
      leaf,
      sums: { firstScale, secondScale },
      best,
      set,
    }: SplitPlace & { readonly leaf: Leaf; readonly sums: LeafSums },
  ): void {
    let used = 0;
    for (let bin = 0; bin < count; bin++) {
      if (secondOf(bins[bin] ?? 0) > 0) this.#present[used++] = bin;
    }
    if (used === 0) return;
    orderBy(this.#present, used, this.#order, (bin) => {
      const sum = bins[bin] ?? 0;
      return firstOf(sum) / firstScale / (secondOf(sum) / secondScale + categorySmoothing);
    });
    const taken = scanOrdered(bins, this.#order, used, feature, leaf, best);
    if (taken < 0) return;
    set.fill(0);
    for (let index = 0; index <= taken; index++) set[this.#order[index] ?? 0] = 1;
  }
}

function leafOf({ sum, rows, firstScale, secondScale, minLeafRows }: LeafSums, l2: number): Leaf {
  const second = secondOf(sum);
  return {
    first: firstOf(sum),
    second,
    ridge: l2 * secondScale,
    unit: secondScale / (firstScale * firstScale),
    leastSecond: Math.max(leastSecond * secondScale, (second * minLeafRows) / rows - 0.5),
  };
}

/** @param missingLeft 1 when rows without a value go left */
function scanNumbers(
  histogram: Float64Array,
  start: number,
  count: number,
  feature: number,
  { first, second, ridge, unit, leastSecond: least }: Leaf,
  best: Float64Array,
  missingLeft: number,
): void {
  const unsplit = (first * first) / (second + ridge);
  const mostOnLeft = second - least;
  // A score is a fraction; multiplied crosswise, none need be divided out to compare two.
  let highest = (best[field.gain] ?? 0) / unit + unsplit;
  let highestPart = 1;
  let left = missingLeft === 1 ? (histogram[start + missingBin] ?? 0) : 0;
  let foundBin = -1;
  let foundSum = 0;
  for (let bin = 0; bin < count; bin++) {
    left += histogram[start + bin] ?? 0;
    const leftFirst = Math.floor(left / radix);
    const leftSecond = left - leftFirst * radix;
    if (leftSecond < least) continue;
    if (leftSecond > mostOnLeft) break;
    const rightFirst = first - leftFirst;
    const leftPart = leftSecond + ridge;
    const rightPart = second - leftSecond + ridge;
    const score = leftFirst * leftFirst * rightPart + rightFirst * rightFirst * leftPart;
    const part = leftPart * rightPart;
    if (score * highestPart > highest * part) {
      highest = score;
      highestPart = part;
      foundBin = bin;
      foundSum = left;
    }
  }
  if (foundBin < 0) return;
  const gain = (highest / highestPart - unsplit) * unit;
  if (gain < leastGain) return;
  best[field.gain] = gain;
  best[field.feature] = feature;
  best[field.bin] = foundBin;
  best[field.missingLeft] = missingLeft;
  best[field.leftSum] = foundSum;
}

/**
 * As `scanNumbers`, in an order of categories; rows without one go right.
 * @returns the last place of the order that goes left; -1 when no split is better than the best so far
 */
function scanOrdered(
  bins: Float64Array,
  order: Int32Array,
  used: number,
  feature: number,
  { first, second, ridge, unit, leastSecond: least }: Leaf,
  best: Float64Array,
): number {
  const unsplit = (first * first) / (second + ridge);
  let left = 0;
  let found = -1;
  for (let index = 0; index < used; index++) {
    left += bins[order[index] ?? 0] ?? 0;
    const leftFirst = firstOf(left);
    const leftSecond = secondOf(left);
    const rightSecond = second - leftSecond;
    if (leftSecond < least) continue;
    if (rightSecond < least) break;
    const rightFirst = first - leftFirst;
    const score =
      (leftFirst * leftFirst) / (leftSecond + ridge) +
      (rightFirst * rightFirst) / (rightSecond + ridge);
    const gain = (score - unsplit) * unit;
    if (gain <= (best[field.gain] ?? 0) || gain < leastGain) continue;
    found = index;
    best[field.gain] = gain;
    best[field.feature] = feature;
    best[field.bin] = 0;
    best[field.missingLeft] = 0;
    best[field.leftSum] = left;
  }
  return found;
}

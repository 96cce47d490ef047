import { missingBin, type BinnedTable } from './binned-table.js';
import type { BoostingKernels } from './boosting-kernels.js';
import { field } from './boosting-words.js';
import { firstOf, secondOf } from './gradient-packing.js';
import { binCount } from './leaf-histogram.js';
import { lanes, scanField } from './number-scan.js';
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

/** A leaf whose best split is looked for. */
export interface LeafToSplit {
  /** features x 256 */
  readonly histogram: Float64Array;
  readonly sums: LeafSums;
  /** Receives the best split: `bestFields` numbers. */
  readonly best: Float64Array;
  /** Of the best categorical split, receives 1 for each category that goes left. */
  readonly set: Uint8Array;
}

/** A leaf in units of the rounded derivatives, where gains are told by. */
interface ScannedLeaf {
  readonly leaf: LeafToSplit;
  readonly first: number;
  readonly second: number;
  readonly ridge: number;
  /** Score of the leaf as it is. */
  readonly unsplit: number;
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
  readonly #scanNumbers: BoostingKernels['scanNumbers'];
  readonly #scan: Float64Array;
  readonly #order = new Int32Array(binCount);
  readonly #present = new Int32Array(binCount);

  /**
   * @param features those that the histograms have, in their order
   * @param allowed of each feature of the table, 1 when it may be split by
   * @param scan `scanFields` numbers, overwritten
   */
  constructor(
    table: BinnedTable,
    features: Int32Array,
    allowed: Uint8Array,
    { scanNumbers }: Pick<BoostingKernels, 'scanNumbers'>,
    scan: Float64Array,
  ) {
    this.#table = table;
    this.#features = features;
    this.#allowed = allowed;
    this.#scanNumbers = scanNumbers;
    this.#scan = scan;
  }

  /** Looks at two leaves, side by side; at one when it is given as both. */
  search(one: LeafToSplit, other: LeafToSplit): void {
    const { counts, categorical } = this.#table;
    const leaves = one === other ? [one] : [one, other];
    for (const { best } of leaves) {
      best[field.gain] = 0;
      best[field.feature] = -1;
    }
    const pair = [inUnits(one, one.sums.l2), inUnits(other, other.sums.l2)] as const;
    tellScan(this.#scan, pair);
    for (let own = 0; own < this.#features.length; own++) {
      const feature = this.#features[own] ?? 0;
      if (this.#allowed[feature] !== 1) continue;
      const start = own * binCount;
      const count = counts[feature] ?? 0;
      if (categorical[feature] === 1) {
        for (const leaf of leaves) this.#searchCategories(leaf, start, count, feature);
      } else {
        this.#searchNumbers(pair, start, count, feature, false);
        if (pair.some(({ leaf }) => leaf.histogram[start + missingBin] !== 0)) {
          this.#searchNumbers(pair, start, count, feature, true);
        }
      }
    }
  }

  #searchNumbers(
    pair: readonly [ScannedLeaf, ScannedLeaf],
    start: number,
    count: number,
    feature: number,
    missingLeft: boolean,
  ): void {
    const scan = this.#scan;
    for (let lane = 0; lane < lanes; lane++) {
      const each = pair[lane as 0 | 1];
      const { best, histogram } = each.leaf;
      const missing = histogram[start + missingBin] ?? 0;
      const highest = (best[field.gain] ?? 0) / each.unit + each.unsplit;
      scan[scanField.before + lane] = missingLeft ? missing : 0;
      // Where no row lacks a value there is nothing to send to the left: no split is better than that.
      scan[scanField.highest + lane] = missingLeft && missing === 0 ? Infinity : highest;
      scan[scanField.highestPart + lane] = 1;
      scan[scanField.found + lane] = -1;
    }
    const histograms = [pair[0].leaf.histogram, pair[1].leaf.histogram] as const;
    this.#scanNumbers(histograms, start, count, scan);
    for (let lane = 0; lane < lanes; lane++) {
      const bin = scan[scanField.found + lane] ?? -1;
      if (bin < 0) continue;
      const { leaf, unsplit, unit } = pair[lane as 0 | 1];
      const { best } = leaf;
      const highest = scan[scanField.highest + lane] ?? 0;
      const gain = (highest / (scan[scanField.highestPart + lane] ?? 1) - unsplit) * unit;
      if (gain < leastGain) continue;
      best[field.gain] = gain;
      best[field.feature] = feature;
      best[field.bin] = bin;
      best[field.missingLeft] = missingLeft ? 1 : 0;
      best[field.leftSum] = scan[scanField.foundSum + lane] ?? 0;
    }
  }

  #searchCategories(leaf: LeafToSplit, start: number, count: number, feature: number): void {
    const { histogram, best, set, sums } = leaf;
    const { l2, firstScale, secondScale } = sums;
    const bins = histogram.subarray(start, start + binCount);
    let used = 0;
    for (let bin = 0; bin < count; bin++) {
      if (secondOf(bins[bin] ?? 0) > 0) this.#present[used++] = bin;
    }
    if (used === 0) return;
    orderBy(this.#present, used, this.#order, (bin) => {
      const sum = bins[bin] ?? 0;
      return firstOf(sum) / firstScale / (secondOf(sum) / secondScale + categorySmoothing);
    });
    const strict = inUnits(leaf, l2 + categoryRidge);
    const taken = scanOrdered(bins, this.#order, used, feature, strict, best);
    if (taken < 0) return;
    set.fill(0);
    for (let index = 0; index <= taken; index++) set[this.#order[index] ?? 0] = 1;
  }
}

function inUnits(leaf: LeafToSplit, l2: number): ScannedLeaf {
  const { sum, rows, firstScale, secondScale, minLeafRows } = leaf.sums;
  const first = firstOf(sum);
  const second = secondOf(sum);
  const ridge = l2 * secondScale;
  return {
    leaf,
    first,
    second,
    ridge,
    unsplit: (first * first) / (second + ridge),
    unit: secondScale / (firstScale * firstScale),
    leastSecond: Math.max(leastSecond * secondScale, (second * minLeafRows) / rows - 0.5),
  };
}

/** What a scan knows of both leaves, whatever the feature. */
function tellScan(scan: Float64Array, pair: readonly ScannedLeaf[]): void {
  pair.forEach(({ first, second, ridge, leastSecond: least }, lane) => {
    scan[scanField.first + lane] = first;
    scan[scanField.second + lane] = second;
    scan[scanField.least + lane] = least;
    scan[scanField.most + lane] = second - least;
    scan[scanField.ridge + lane] = ridge;
  });
}

/**
 * As `scanNumbers` of one leaf, in an order of categories; rows without one go right.
 * @returns the last place of the order that goes left; -1 when no split is better than the best so far
 */
function scanOrdered(
  bins: Float64Array,
  order: Int32Array,
  used: number,
  feature: number,
  { first, second, ridge, unsplit, unit, leastSecond: least }: ScannedLeaf,
  best: Float64Array,
): number {
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

import type { Post } from '../parallel/crew.js';
import { missingBin } from './binned-table.js';
import { bestFields, field, number, word, type BoostingPlan } from './boosting-plan.js';
import { levelsFor, radix } from './gradient-packing.js';
import { orderBy } from './order-categories.js';

const binCount = 256;
const leastGain = 1e-9;
const leastSecond = 1e-3;
/** Ridge and smoothing that keep rare categories from deciding alone; the values of LightGBM. */
const categoryRidge = 10;
const categorySmoothing = 10;

/**
 * What one thread does for a boosted tree: histograms of its own features, and the best split among them. Every thread
 * has the features whose number leaves its index when divided by the number of threads, so that no result depends on how
 * many there are.
 */
export class BoostingWorker {
  readonly #plan: BoostingPlan;
  readonly #post: Post;
  readonly #features: Int32Array;
  /** rows x own features: bins, row-major. */
  readonly #bins: Uint8Array;
  readonly #pool: Float64Array[] = [];
  readonly #order = new Int32Array(binCount);
  readonly #present = new Int32Array(binCount);

  constructor(plan: BoostingPlan, post: Post) {
    const { table } = plan;
    this.#plan = plan;
    this.#post = post;
    this.#features = Int32Array.from({ length: table.columns }, (_, index) => index).filter(
      (index) => index % post.size === post.index,
    );
    this.#bins = new Uint8Array(table.rows * this.#features.length);
    this.#features.forEach((feature, own) => {
      transpose(table.bins, feature * table.rows, this.#bins, own, this.#features.length);
    });
  }

  /** Derivatives of the loss for this thread's part of the rows. */
  derive(): void {
    const { loss, outputs, shared, targets, weights, table } = this.#plan;
    const from = Math.floor((table.rows * this.#post.index) / this.#post.size);
    const to = Math.floor((table.rows * (this.#post.index + 1)) / this.#post.size);
    const { raw, derivatives, numbers } = shared;
    const firstScale = numbers[number.firstScale] ?? 1;
    const secondScale = numbers[number.secondScale] ?? 1;
    // Where few levels are left, what rounding leaves out is dealt out among the rows instead of being lost.
    const dither = levelsFor(table.rows) < 512 ? 1 : 0;
    const scales = { firstScale, secondScale, dither };
    if (loss === 'log-loss') deriveLogLoss(raw, targets, weights, derivatives, from, to, scales);
    else if (loss === 'squared')
      deriveSquared(raw, targets, weights, derivatives, from, to, scales);
    else deriveSoftmax({ raw, targets, weights, derivatives, outputs }, from, to, scales);
  }

  /** Histogram of the tree's root, and its best split. */
  lookAtRoot(): void {
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    this.#fill(histogram);
    this.#scan(histogram, numbers[number.sum] ?? 0, 0);
  }

  /** Histograms of two new leaves, the larger one's by what the smaller leaves of their parent's; their best splits. */
  lookAtLeaves(): void {
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    const sibling = this.#slot(words[word.siblingSlot] ?? 0);
    this.#fill(histogram);
    subtract(sibling, histogram);
    this.#scan(histogram, numbers[number.sum] ?? 0, 0);
    this.#scan(sibling, numbers[number.siblingSum] ?? 0, 1);
  }

  /** Divides this thread's part of a leaf's rows: those that go left to its front, the others to its end, backwards. */
  divide(): void {
    const { shared, table } = this.#plan;
    const { words, order, spare, sides, wentLeft } = shared;
    const { from, to } = this.#partOf(words[word.start] ?? 0, words[word.end] ?? 0);
    const column = (words[word.feature] ?? 0) * table.rows;
    wentLeft[this.#post.index] = divideRows(table.bins, column, sides, order, spare, from, to);
  }

  /** Brings what this thread divided to where it belongs. */
  collect(): void {
    const { words, order, spare, wentLeft } = this.#plan.shared;
    const start = words[word.start] ?? 0;
    const { from, to } = this.#partOf(start, words[word.end] ?? 0);
    const { index } = this.#post;
    const leftBefore = sumOf(wentLeft, index);
    const allLeft = sumOf(wentLeft, this.#post.size);
    const own = wentLeft[index] ?? 0;
    const right = start + allLeft + (from - start - leftBefore);
    copyForwards(spare, from, order, start + leftBefore, own);
    copyBackwards(spare, to - 1, order, right, to - from - own);
  }

  #partOf(start: number, end: number): { from: number; to: number } {
    const { index, size } = this.#post;
    const rows = end - start;
    return {
      from: start + Math.floor((rows * index) / size),
      to: start + Math.floor((rows * (index + 1)) / size),
    };
  }

  #slot(index: number): Float64Array {
    return (this.#pool[index] ??= new Float64Array(this.#features.length * binCount));
  }

  #fill(histogram: Float64Array): void {
    const { shared, table } = this.#plan;
    const { words, order, derivatives } = shared;
    const output = words[word.output] ?? 0;
    histogram.fill(0);
    addRows(
      histogram,
      this.#bins,
      this.#features.length,
      order,
      words[word.start] ?? 0,
      words[word.end] ?? 0,
      derivatives.subarray(output * table.rows, (output + 1) * table.rows),
    );
  }

  #scan(histogram: Float64Array, sum: number, place: 0 | 1): void {
    const { shared, table, l2, minLeafRows } = this.#plan;
    const { best, bestSets, allowed, words, numbers } = shared;
    const at = (this.#post.index * 2 + place) * bestFields;
    const set = bestSets.subarray((this.#post.index * 2 + place) * binCount).subarray(0, binCount);
    best[at + field.gain] = 0;
    best[at + field.feature] = -1;
    const rows = rowsAt(words, place);
    const second = secondSum(sum);
    const search: LeafSearch = {
      firstScale: numbers[number.firstScale] ?? 1,
      secondScale: numbers[number.secondScale] ?? 1,
      l2,
      sum,
      // Rows on a side are told from its share of the second derivative, as LightGBM does.
      leastSecond: Math.max(
        leastSecond * (numbers[number.secondScale] ?? 1),
        (second * minLeafRows) / rows - 0.5,
      ),
    };
    for (let own = 0; own < this.#features.length; own++) {
      const feature = this.#features[own] ?? 0;
      if (allowed[feature] !== 1) continue;
      const bins = histogram.subarray(own * binCount, (own + 1) * binCount);
      const count = table.counts[feature] ?? 0;
      if (table.categorical[feature] === 1) {
        this.#scanCategories(bins, count, feature, search, best, at, set);
      } else {
        scanNumbers(bins, count, feature, search, best, at);
      }
    }
  }

  #scanCategories(
    bins: Float64Array,
    count: number,
    feature: number,
    search: LeafSearch,
    best: Float64Array,
    at: number,
    set: Uint8Array,
  ): void {
    let used = 0;
    for (let bin = 0; bin < count; bin++) {
      if (secondSum(bins[bin] ?? 0) > 0) this.#present[used++] = bin;
    }
    if (used === 0) return;
    const { firstScale, secondScale } = search;
    orderBy(this.#present, used, this.#order, (bin) => {
      const sum = bins[bin] ?? 0;
      const first = Math.floor(sum / radix);
      return first / firstScale / ((sum - first * radix) / secondScale + categorySmoothing);
    });
    const before = best[at + field.gain] ?? 0;
    const strict = { ...search, l2: search.l2 + categoryRidge };
    const taken = scanOrdered(bins, this.#order, used, feature, strict, best, at);
    if ((best[at + field.gain] ?? 0) <= before) return;
    set.fill(0);
    for (let index = 0; index <= taken; index++) set[this.#order[index] ?? 0] = 1;
  }
}

interface LeafSearch {
  readonly firstScale: number;
  readonly secondScale: number;
  readonly l2: number;
  readonly sum: number;
  readonly leastSecond: number;
}

/** Rows of the leaf in each place: the one whose rows are counted, or its sibling. */
function rowsAt(words: Int32Array, place: 0 | 1): number {
  const own = (words[word.end] ?? 0) - (words[word.start] ?? 0);
  return place === 0 ? own : (words[word.siblingRows] ?? 0);
}

function secondSum(sum: number): number {
  return sum - Math.floor(sum / radix) * radix;
}

function sumOf(counts: Int32Array, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += counts[index] ?? 0;
  return sum;
}

/**
 * Each row is written to both ends and counted on one: which side it is cannot be foretold, and a wrong guess costs the
 * processor more than a needless write.
 * @returns how many went left
 */
function divideRows(
  bins: Uint8Array,
  column: number,
  sides: Uint8Array,
  order: Int32Array,
  spare: Int32Array,
  from: number,
  to: number,
): number {
  let left = from;
  let right = to - 1;
  for (let index = from; index < to; index++) {
    const row = order[index] ?? 0;
    const goesLeft = sides[bins[column + row] ?? 0] ?? 0;
    spare[left] = row;
    spare[right] = row;
    left += goesLeft;
    right -= 1 - goesLeft;
  }
  return left - from;
}

function copyForwards(
  from: Int32Array,
  start: number,
  to: Int32Array,
  target: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) to[target + index] = from[start + index] ?? 0;
}

function copyBackwards(
  from: Int32Array,
  last: number,
  to: Int32Array,
  target: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) to[target + index] = from[last - index] ?? 0;
}

function transpose(
  from: Uint8Array,
  start: number,
  to: Uint8Array,
  own: number,
  width: number,
): void {
  for (let row = 0, at = own; at < to.length; row++, at += width) to[at] = from[start + row] ?? 0;
}

function addRows(
  histogram: Float64Array,
  bins: Uint8Array,
  width: number,
  order: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
): void {
  for (let index = start; index < end; index++) {
    const row = order[index] ?? 0;
    const value = derivatives[row] ?? 0;
    const from = row * width;
    let base = 0;
    for (let at = from; at < from + width; at++) {
      const place = base + (bins[at] ?? 0);
      histogram[place] = (histogram[place] ?? 0) + value;
      base += binCount;
    }
  }
}

function subtract(from: Float64Array, part: Float64Array): void {
  for (let index = 0; index < from.length; index++) {
    from[index] = (from[index] ?? 0) - (part[index] ?? 0);
  }
}

function scanNumbers(
  bins: Float64Array,
  count: number,
  feature: number,
  search: LeafSearch,
  best: Float64Array,
  at: number,
): void {
  const missing = bins[missingBin] ?? 0;
  scanAlong(bins, count, feature, search, best, at, 0, 0);
  if (missing !== 0) scanAlong(bins, count, feature, search, best, at, missing, 1);
}

function scanAlong(
  bins: Float64Array,
  count: number,
  feature: number,
  { firstScale, secondScale, l2, sum, leastSecond }: LeafSearch,
  best: Float64Array,
  at: number,
  begin: number,
  missingLeft: number,
): void {
  const first = Math.floor(sum / radix);
  const second = sum - first * radix;
  // Gains in units of the rounded derivatives: the ridge goes along.
  const ridge = l2 * secondScale;
  const unit = secondScale / (firstScale * firstScale);
  const unsplit = (first * first) / (second + ridge);
  let least = (best[at + field.gain] ?? 0) / unit + unsplit;
  let left = begin;
  let foundBin = -1;
  let foundSum = 0;
  for (let bin = 0; bin < count; bin++) {
    const own = bins[bin] ?? 0;
    if (own === 0) continue;
    left += own;
    const leftFirst = Math.floor(left / radix);
    const leftSecond = left - leftFirst * radix;
    if (leftSecond < leastSecond) continue;
    const rightSecond = second - leftSecond;
    if (rightSecond < leastSecond) break;
    const rightFirst = first - leftFirst;
    const score =
      (leftFirst * leftFirst) / (leftSecond + ridge) +
      (rightFirst * rightFirst) / (rightSecond + ridge);
    if (score > least) {
      least = score;
      foundBin = bin;
      foundSum = left;
    }
  }
  const gain = (least - unsplit) * unit;
  if (foundBin < 0 || gain < leastGain) return;
  best[at + field.gain] = gain;
  best[at + field.feature] = feature;
  best[at + field.bin] = foundBin;
  best[at + field.missingLeft] = missingLeft;
  best[at + field.leftSum] = foundSum;
}

/** As `scanAlong`, in an order of categories; rows without one go right. @returns how far the left side goes */
function scanOrdered(
  bins: Float64Array,
  order: Int32Array,
  used: number,
  feature: number,
  { firstScale, secondScale, l2, sum, leastSecond }: LeafSearch,
  best: Float64Array,
  at: number,
): number {
  const first = Math.floor(sum / radix);
  const second = sum - first * radix;
  const ridge = l2 * secondScale;
  const unit = secondScale / (firstScale * firstScale);
  const unsplit = (first * first) / (second + ridge);
  let least = (best[at + field.gain] ?? 0) / unit + unsplit;
  let left = 0;
  let found = -1;
  for (let index = 0; index < used; index++) {
    left += bins[order[index] ?? 0] ?? 0;
    const leftFirst = Math.floor(left / radix);
    const leftSecond = left - leftFirst * radix;
    if (leftSecond < leastSecond) continue;
    const rightSecond = second - leftSecond;
    if (rightSecond < leastSecond) break;
    const rightFirst = first - leftFirst;
    const score =
      (leftFirst * leftFirst) / (leftSecond + ridge) +
      (rightFirst * rightFirst) / (rightSecond + ridge);
    const gain = (score - unsplit) * unit;
    if (score <= least || gain < leastGain) continue;
    least = score;
    found = index;
    best[at + field.gain] = gain;
    best[at + field.feature] = feature;
    best[at + field.bin] = 0;
    best[at + field.missingLeft] = 0;
    best[at + field.leftSum] = left;
  }
  return found;
}

interface Scales {
  readonly firstScale: number;
  readonly secondScale: number;
  /** 1 to deal out what rounding leaves, 0 to round to the nearest. */
  readonly dither: number;
}

/** Between 0 and 1, evenly spread along the rows; 0.5 without dithering. */
function offsetOf(row: number, dither: number): number {
  if (dither === 0) return 0.5;
  const turned = row * 0.618033988749895;
  return turned - Math.floor(turned);
}

function pack(first: number, second: number, row: number, scales: Scales): number {
  const offset = offsetOf(row, scales.dither);
  return (
    Math.floor(first * scales.firstScale + offset) * radix +
    // A row that weighs at all keeps something to be counted by.
    Math.max(1, Math.floor(second * scales.secondScale + offset))
  );
}

function deriveLogLoss(
  raw: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  derivatives: Float64Array,
  from: number,
  to: number,
  scales: Scales,
): void {
  for (let row = from; row < to; row++) {
    const share = 1 / (1 + Math.exp(-(raw[row] ?? 0)));
    const weight = weights[row] ?? 0;
    derivatives[row] = pack(
      (share - (targets[row] ?? 0)) * weight,
      share * (1 - share) * weight,
      row,
      scales,
    );
  }
}

function deriveSquared(
  raw: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  derivatives: Float64Array,
  from: number,
  to: number,
  scales: Scales,
): void {
  for (let row = from; row < to; row++) {
    const weight = weights[row] ?? 0;
    derivatives[row] = pack(((raw[row] ?? 0) - (targets[row] ?? 0)) * weight, weight, row, scales);
  }
}

function deriveSoftmax(
  {
    raw,
    targets,
    weights,
    derivatives,
    outputs,
  }: {
    raw: Float64Array;
    targets: Float64Array;
    weights: Float64Array;
    derivatives: Float64Array;
    outputs: number;
  },
  from: number,
  to: number,
  scales: Scales,
): void {
  const shares = new Float64Array(outputs);
  const rows = targets.length;
  for (let row = from; row < to; row++) {
    const at = row * outputs;
    let highest = -Infinity;
    for (let output = 0; output < outputs; output++) {
      highest = Math.max(highest, raw[at + output] ?? 0);
    }
    let total = 0;
    for (let output = 0; output < outputs; output++) {
      const share = Math.exp((raw[at + output] ?? 0) - highest);
      shares[output] = share;
      total += share;
    }
    const target = targets[row] ?? 0;
    const weight = weights[row] ?? 0;
    for (let output = 0; output < outputs; output++) {
      const share = (shares[output] ?? 0) / total;
      derivatives[output * rows + row] = pack(
        (share - (output === target ? 1 : 0)) * weight,
        share * (1 - share) * weight,
        row,
        scales,
      );
    }
  }
}

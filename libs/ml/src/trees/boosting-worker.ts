import type { Post } from '../parallel/post.js';
import { boostingKernels } from './compiled/choose-kernels.js';
import type { BoostingKernels } from './boosting-kernels.js';
import { mostFeatures } from './boosting-memory.js';
import type { BoostingPlan } from './boosting-plan.js';
import { bestFields, grownField, grownFields, number, orders, word } from './boosting-words.js';
import { packingScales } from './gradient-packing.js';
import { binCount, packRows, strideOf, sumOfFeature, type PackedRows } from './leaf-histogram.js';
import { LeafSplitSearch, type LeafToSplit } from './leaf-split-search.js';
import { deriveSoftmax, deriveSquared } from './loss-derivatives.js';
import { scanFields } from './number-scan.js';

/** Places from `from` up to `to`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * What one thread does for a boosted tree: histograms of its own features, and the best split among them. Every thread
 * has the features whose number leaves its index when divided by the number of threads, so that no result depends on how
 * many there are.
 */
export class BoostingWorker {
  readonly #plan: BoostingPlan;
  readonly #post: Post;
  readonly #kernels: BoostingKernels;
  readonly #features: Int32Array;
  readonly #packed: PackedRows;
  readonly #search: LeafSplitSearch;
  readonly #pool: Float64Array[] = [];
  readonly #derivatives: Float64Array[] = [];
  readonly #best: Float64Array[] = [];
  readonly #sets: Uint8Array[] = [];

  constructor(plan: BoostingPlan, post: Post) {
    const { table, shared } = plan;
    this.#plan = plan;
    this.#post = post;
    this.#kernels = boostingKernels(shared);
    this.#features = Int32Array.from({ length: table.columns }, (_, index) => index).filter(
      (index) => index % post.size === post.index,
    );
    const words = table.rows * strideOf(mostFeatures(table.columns, post.size));
    this.#packed = packRows(
      table,
      this.#features,
      shared.packed.subarray(post.index * words, (post.index + 1) * words),
    );
    this.#search = new LeafSplitSearch(
      table,
      this.#features,
      shared.allowed,
      this.#kernels,
      shared.scans.subarray(post.index * scanFields, (post.index + 1) * scanFields),
    );
  }

  /** @param wanted one of `orders` */
  carryOut(wanted: number): void {
    if (wanted === orders.derivatives) this.#derive();
    else if (wanted === orders.root) this.#lookAtRoot();
    else if (wanted === orders.split) this.#lookAtLeaves();
    else if (wanted === orders.divide) this.#divide();
    else if (wanted === orders.collect) this.#collect();
    else this.#add();
  }

  /** Derivatives of the loss for this thread's part of the rows. */
  #derive(): void {
    const { loss, outputs, shared, targets, weights, table } = this.#plan;
    const { raw, derivatives, numbers } = shared;
    const part = this.#partOf(0, table.rows);
    const rows = { raw, targets, weights, outputs, derivatives, ...part };
    const scales = packingScales(table.rows, {
      firstScale: numbers[number.firstScale] ?? 1,
      secondScale: numbers[number.secondScale] ?? 1,
    });
    if (loss === 'log-loss') this.#kernels.deriveLogLoss(rows, scales);
    else if (loss === 'squared') deriveSquared(rows, scales);
    else deriveSoftmax(rows, scales);
  }

  /** Histogram of the tree's root, and its best split. Of the sum of its derivatives a feature's bins tell. */
  #lookAtRoot(): void {
    if (this.#features.length === 0) return;
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    this.#fill(histogram);
    const sum = sumOfFeature(histogram, 0);
    if (this.#post.index === 0) numbers[number.sum] = sum;
    const root = this.#leaf(histogram, 0, sum, rowsCounted(words));
    this.#search.search(root, root);
  }

  /** Histograms of two new leaves, the larger one's by what the smaller leaves of their parent's; their best splits. */
  #lookAtLeaves(): void {
    if (this.#features.length === 0) return;
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    const sibling = this.#slot(words[word.siblingSlot] ?? 0);
    this.#fill(histogram);
    this.#kernels.subtractHistogram(sibling, histogram);
    this.#search.search(
      this.#leaf(histogram, 0, numbers[number.sum] ?? 0, rowsCounted(words)),
      this.#leaf(sibling, 1, numbers[number.siblingSum] ?? 0, words[word.siblingRows] ?? 0),
    );
  }

  /** Divides this thread's part of a leaf's rows. */
  #divide(): void {
    const { words, wentLeft } = this.#plan.shared;
    const { from, to } = this.#partOf(words[word.start] ?? 0, words[word.end] ?? 0);
    wentLeft[this.#post.index] = this.#divideRows(from, to);
  }

  #divideRows(from: number, to: number): number {
    const { shared, table } = this.#plan;
    const { words, order, spare, sides } = shared;
    const column = (words[word.feature] ?? 0) * table.rows;
    return this.#kernels.divideRows(table.bins, column, sides, order, spare, from, to);
  }

  /** Brings what this thread divided to where it belongs. */
  #collect(): void {
    const { words, wentLeft } = this.#plan.shared;
    const start = words[word.start] ?? 0;
    const part = this.#partOf(start, words[word.end] ?? 0);
    const { index, size } = this.#post;
    const leftBefore = sumOf(wentLeft, index);
    const right = start + sumOf(wentLeft, size) + (part.from - start - leftBefore);
    this.#bringBack(part, wentLeft[index] ?? 0, start + leftBefore, right);
  }

  /** @param wentLeft so many of the part's rows lie in the first half of the spare places, and belong to `left` */
  #bringBack({ from, to }: Part, wentLeft: number, left: number, right: number): void {
    const { order, spare } = this.#plan.shared;
    const { copyRows } = this.#kernels;
    copyRows(spare, from, order, left, wentLeft);
    copyRows(spare, spare.length / 2 + from, order, right, to - from - wentLeft);
  }

  /** Divides all of a leaf's rows, without the other threads. @returns how many went left */
  divideAlone(): number {
    const { words } = this.#plan.shared;
    const from = words[word.start] ?? 0;
    const to = words[word.end] ?? 0;
    const wentLeft = this.#divideRows(from, to);
    this.#bringBack({ from, to }, wentLeft, from, from + wentLeft);
    return wentLeft;
  }

  #partOf(start: number, end: number): Part {
    const { index, size } = this.#post;
    const rows = end - start;
    return {
      from: start + Math.floor((rows * index) / size),
      to: start + Math.floor((rows * (index + 1)) / size),
    };
  }

  #slot(index: number): Float64Array {
    return (this.#pool[index] ??= this.#newSlot(index));
  }

  #newSlot(index: number): Float64Array {
    const { table, shared } = this.#plan;
    const { histograms } = shared;
    const length = this.#features.length * binCount;
    if (!histograms) return new Float64Array(length);
    const { size, index: thread } = this.#post;
    const perSlot = mostFeatures(table.columns, size) * binCount;
    const at = thread * (histograms.length / size) + index * perSlot;
    return histograms.subarray(at, at + length);
  }

  #fill(histogram: Float64Array): void {
    const { shared } = this.#plan;
    const { words, order } = shared;
    this.#kernels.clearHistogram(histogram);
    this.#kernels.addRows(
      histogram,
      this.#packed,
      order,
      words[word.start] ?? 0,
      words[word.end] ?? 0,
      this.#derivativesOf(words[word.output] ?? 0),
    );
  }

  /** Derivatives by one output. */
  #derivativesOf(output: number): Float64Array {
    const { shared, table } = this.#plan;
    return (this.#derivatives[output] ??= shared.derivatives.subarray(
      output * table.rows,
      (output + 1) * table.rows,
    ));
  }

  #leaf(histogram: Float64Array, place: 0 | 1, sum: number, rows: number): LeafToSplit {
    const { shared, l2, minLeafRows } = this.#plan;
    const { best, bestSets, numbers } = shared;
    const at = this.#post.index * 2 + place;
    this.#best[place] ??= best.subarray(at * bestFields, (at + 1) * bestFields);
    this.#sets[place] ??= bestSets.subarray(at * binCount, (at + 1) * binCount);
    return {
      histogram,
      sums: {
        sum,
        rows,
        firstScale: numbers[number.firstScale] ?? 1,
        secondScale: numbers[number.secondScale] ?? 1,
        l2,
        minLeafRows,
      },
      best: this.#best[place],
      set: this.#sets[place],
    };
  }

  /** Adds the values of the newest tree's leaves to the scores of this thread's part of the rows. */
  #add(): void {
    const { shared, outputs } = this.#plan;
    const { words, grown, raw, order } = shared;
    const output = words[word.output] ?? 0;
    const { from, to } = this.#partOf(words[word.start] ?? 0, words[word.end] ?? 0);
    for (let leaf = 0; leaf < (words[word.leaves] ?? 0); leaf++) {
      const at = leaf * grownFields;
      const start = Math.max(from, grown[at + grownField.start] ?? 0);
      const end = Math.min(to, grown[at + grownField.end] ?? 0);
      if (start >= end) continue;
      const value = grown[at + grownField.value] ?? 0;
      this.#kernels.addTo(raw, outputs, output, order, start, end, value);
    }
  }
}

/** Rows of the leaf whose histogram is counted. */
function rowsCounted(words: Int32Array): number {
  return (words[word.end] ?? 0) - (words[word.start] ?? 0);
}

function sumOf(counts: Int32Array, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += counts[index] ?? 0;
  return sum;
}

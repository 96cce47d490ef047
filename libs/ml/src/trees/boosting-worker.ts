import type { Post } from '../parallel/post.js';
import { bestFields, number, orders, word, type BoostingPlan } from './boosting-plan.js';
import { copyBackwards, copyForwards, divideRows } from './divide-rows.js';
import { packingScales } from './gradient-packing.js';
import {
  addRows,
  binCount,
  packRows,
  subtractHistogram,
  type PackedRows,
} from './leaf-histogram.js';
import { LeafSplitSearch } from './leaf-split-search.js';
import { deriveLogLoss, deriveSoftmax, deriveSquared } from './loss-derivatives.js';

/**
 * What one thread does for a boosted tree: histograms of its own features, and the best split among them. Every thread
 * has the features whose number leaves its index when divided by the number of threads, so that no result depends on how
 * many there are.
 */
export class BoostingWorker {
  readonly #plan: BoostingPlan;
  readonly #post: Post;
  readonly #features: Int32Array;
  readonly #packed: PackedRows;
  readonly #search: LeafSplitSearch;
  readonly #pool: Float64Array[] = [];

  constructor(plan: BoostingPlan, post: Post) {
    const { table, shared } = plan;
    this.#plan = plan;
    this.#post = post;
    this.#features = Int32Array.from({ length: table.columns }, (_, index) => index).filter(
      (index) => index % post.size === post.index,
    );
    this.#packed = packRows(table, this.#features);
    this.#search = new LeafSplitSearch(table, this.#features, shared.allowed);
  }

  /** @param wanted one of `orders` */
  carryOut(wanted: number): void {
    if (wanted === orders.derivatives) this.#derive();
    else if (wanted === orders.root) this.#lookAtRoot();
    else if (wanted === orders.split) this.#lookAtLeaves();
    else if (wanted === orders.divide) this.#divide();
    else this.#collect();
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
    if (loss === 'log-loss') deriveLogLoss(rows, scales);
    else if (loss === 'squared') deriveSquared(rows, scales);
    else deriveSoftmax(rows, scales);
  }

  /** Histogram of the tree's root, and its best split. */
  #lookAtRoot(): void {
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    this.#fill(histogram);
    this.#searchLeaf(histogram, 0, numbers[number.sum] ?? 0, rowsCounted(words));
  }

  /** Histograms of two new leaves, the larger one's by what the smaller leaves of their parent's; their best splits. */
  #lookAtLeaves(): void {
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(words[word.slot] ?? 0);
    const sibling = this.#slot(words[word.siblingSlot] ?? 0);
    this.#fill(histogram);
    subtractHistogram(sibling, histogram);
    this.#searchLeaf(histogram, 0, numbers[number.sum] ?? 0, rowsCounted(words));
    this.#searchLeaf(sibling, 1, numbers[number.siblingSum] ?? 0, words[word.siblingRows] ?? 0);
  }

  /** Divides this thread's part of a leaf's rows. */
  #divide(): void {
    const { shared, table } = this.#plan;
    const { words, order, spare, sides, wentLeft } = shared;
    const { from, to } = this.#partOf(words[word.start] ?? 0, words[word.end] ?? 0);
    const column = (words[word.feature] ?? 0) * table.rows;
    wentLeft[this.#post.index] = divideRows(table.bins, column, sides, order, spare, from, to);
  }

  /** Brings what this thread divided to where it belongs. */
  #collect(): void {
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
      this.#packed,
      order,
      words[word.start] ?? 0,
      words[word.end] ?? 0,
      derivatives.subarray(output * table.rows, (output + 1) * table.rows),
    );
  }

  #searchLeaf(histogram: Float64Array, place: 0 | 1, sum: number, rows: number): void {
    const { shared, l2, minLeafRows } = this.#plan;
    const { best, bestSets, numbers } = shared;
    const at = this.#post.index * 2 + place;
    const sums = {
      sum,
      rows,
      firstScale: numbers[number.firstScale] ?? 1,
      secondScale: numbers[number.secondScale] ?? 1,
      l2,
      minLeafRows,
    };
    this.#search.search(histogram, sums, {
      best: best.subarray(at * bestFields, (at + 1) * bestFields),
      set: bestSets.subarray(at * binCount, (at + 1) * binCount),
    });
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

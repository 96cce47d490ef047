import type { BoostingKernels } from './boosting-kernels.js';
import { mostFeatures } from './boosting-memory.js';
import type { BoostingPlan } from './boosting-plan.js';
import { bestFields, grownField, grownFields, number, orders, word } from './boosting-words.js';
import { boostingKernels } from './compiled/choose-kernels.js';
import { packingScales } from './gradient-packing.js';
import {
  binCount,
  packedRows,
  packRows,
  strideOf,
  sumOfFeature,
  type PackedRows,
} from './leaf-histogram.js';
import { LeafSplitSearch, type LeafToSplit } from './leaf-split-search.js';
import { deriveSoftmax, deriveSquared } from './loss-derivatives.js';
import { scanFields } from './number-scan.js';

/** Rows from place `from` up to `to`. */
interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Some features, of which a part of the work is. */
interface FeaturePart {
  readonly features: Int32Array;
  readonly packed: PackedRows;
  readonly search: LeafSplitSearch;
  /** Histograms, by slot. */
  readonly pool: Float64Array[];
  /** Where the best splits of both leaves go. */
  readonly best: readonly [Float64Array, Float64Array];
  readonly sets: readonly [Uint8Array, Uint8Array];
}

/**
 * What a thread does for a boosted tree, part by part: histograms of a part's features and the best split among them, or
 * what is to be done with a part of the rows. Every part has the features whose number leaves its own when divided by the
 * number of parts; no result depends on how many there are, or on who does which.
 */
export class BoostingWorker {
  readonly #plan: BoostingPlan;
  readonly #kernels: BoostingKernels;
  readonly #parts: readonly FeaturePart[];
  readonly #derivatives: Float64Array[] = [];

  constructor(plan: BoostingPlan) {
    this.#plan = plan;
    this.#kernels = boostingKernels(plan.shared);
    const { parts } = plan.shared;
    this.#parts = Array.from({ length: parts }, (_, part) => this.#featurePart(part));
  }

  /** Carries out a part of what the leader wants. */
  carryOut(part: number): void {
    const wanted = this.#plan.shared.words[word.order];
    if (wanted === orders.derivatives) this.#derive(part);
    else if (wanted === orders.root) this.#lookAtRoot(part);
    else if (wanted === orders.split) this.#lookAtLeaves(part);
    else if (wanted === orders.divide) this.#divide(part);
    else if (wanted === orders.collect) this.#collect(part);
    else if (wanted === orders.add) this.#add(part);
    else this.#pack(part);
  }

  /** Divides all of a leaf's rows, without other threads. @returns how many went left */
  divideAlone(): number {
    const { words } = this.#plan.shared;
    const from = words[word.start] ?? 0;
    const to = words[word.end] ?? 0;
    const wentLeft = this.#divideRows(from, to);
    this.#bringBack({ from, to }, wentLeft, from, from + wentLeft);
    return wentLeft;
  }

  #featurePart(part: number): FeaturePart {
    const { table, shared } = this.#plan;
    const { packed, scans, best, bestSets, parts } = shared;
    const features = Int32Array.from({ length: table.columns }, (_, index) => index).filter(
      (index) => index % parts === part,
    );
    const words = table.rows * strideOf(mostFeatures(table.columns, parts));
    const scan = scans.subarray(part * scanFields, (part + 1) * scanFields);
    const bestAt = (at: number) => best.subarray(at * bestFields, (at + 1) * bestFields);
    const setAt = (at: number) => bestSets.subarray(at * binCount, (at + 1) * binCount);
    return {
      features,
      packed: packedRows(
        packed.subarray(part * words, (part + 1) * words),
        table.rows,
        features.length,
      ),
      search: new LeafSplitSearch(table, features, shared.allowed, this.#kernels, scan),
      pool: [],
      best: [bestAt(2 * part), bestAt(2 * part + 1)],
      sets: [setAt(2 * part), setAt(2 * part + 1)],
    };
  }

  #part(part: number): FeaturePart {
    const found = this.#parts[part];
    if (!found) throw new RangeError(`There is no part ${part}.`);
    return found;
  }

  /** Brings the bins of the part's features side by side. */
  #pack(part: number): void {
    const { features, packed } = this.#part(part);
    packRows(this.#plan.table, features, packed);
  }

  /** Derivatives of the loss for a part of the rows. */
  #derive(part: number): void {
    const { loss, outputs, shared, targets, weights, table } = this.#plan;
    const { raw, derivatives, numbers } = shared;
    const rows = {
      raw,
      targets,
      weights,
      outputs,
      derivatives,
      ...this.#rowsOf(part, 0, table.rows),
    };
    const scales = packingScales(table.rows, {
      firstScale: numbers[number.firstScale] ?? 1,
      secondScale: numbers[number.secondScale] ?? 1,
    });
    if (loss === 'log-loss') this.#kernels.deriveLogLoss(rows, scales);
    else if (loss === 'squared') deriveSquared(rows, scales);
    else deriveSoftmax(rows, scales);
  }

  /** Histogram of the tree's root, and its best split. Of the sum of its derivatives a feature's bins tell. */
  #lookAtRoot(index: number): void {
    const part = this.#part(index);
    if (part.features.length === 0) return;
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(part, index, words[word.slot] ?? 0);
    this.#fill(part, histogram);
    const sum = sumOfFeature(histogram, 0);
    if (index === 0) numbers[number.sum] = sum;
    const root = this.#leaf(part, histogram, 0, sum, rowsCounted(words));
    part.search.search(root, root);
  }

  /** Histograms of two new leaves, the larger one's by what the smaller leaves of their parent's; their best splits. */
  #lookAtLeaves(index: number): void {
    const part = this.#part(index);
    if (part.features.length === 0) return;
    const { words, numbers } = this.#plan.shared;
    const histogram = this.#slot(part, index, words[word.slot] ?? 0);
    const sibling = this.#slot(part, index, words[word.siblingSlot] ?? 0);
    this.#fill(part, histogram);
    this.#kernels.subtractHistogram(sibling, histogram);
    const siblingRows = words[word.siblingRows] ?? 0;
    part.search.search(
      this.#leaf(part, histogram, 0, numbers[number.sum] ?? 0, rowsCounted(words)),
      this.#leaf(part, sibling, 1, numbers[number.siblingSum] ?? 0, siblingRows),
    );
  }

  /** Divides a part of a leaf's rows. */
  #divide(part: number): void {
    const { words, wentLeft } = this.#plan.shared;
    const { from, to } = this.#rowsOf(part, words[word.start] ?? 0, words[word.end] ?? 0);
    wentLeft[part] = this.#divideRows(from, to);
  }

  #divideRows(from: number, to: number): number {
    const { shared, table } = this.#plan;
    const { words, order, spare, sides } = shared;
    const column = (words[word.feature] ?? 0) * table.rows;
    return this.#kernels.divideRows(table.bins, column, sides, order, spare, from, to);
  }

  /** Brings a part that was divided to where it belongs. */
  #collect(part: number): void {
    const { words, wentLeft, parts } = this.#plan.shared;
    const start = words[word.start] ?? 0;
    const rows = this.#rowsOf(part, start, words[word.end] ?? 0);
    const leftBefore = sumOf(wentLeft, part);
    const right = start + sumOf(wentLeft, parts) + (rows.from - start - leftBefore);
    this.#bringBack(rows, wentLeft[part] ?? 0, start + leftBefore, right);
  }

  /** @param wentLeft so many of the rows lie in the first half of the spare places, and belong to `left` */
  #bringBack({ from, to }: RowRange, wentLeft: number, left: number, right: number): void {
    const { order, spare } = this.#plan.shared;
    const { copyRows } = this.#kernels;
    copyRows(spare, from, order, left, wentLeft);
    copyRows(spare, spare.length / 2 + from, order, right, to - from - wentLeft);
  }

  /** Adds the values of the newest tree's leaves to the scores of a part of the rows. */
  #add(part: number): void {
    const { shared, outputs } = this.#plan;
    const { words, grown, raw, order } = shared;
    const output = words[word.output] ?? 0;
    const { from, to } = this.#rowsOf(part, words[word.start] ?? 0, words[word.end] ?? 0);
    for (let leaf = 0; leaf < (words[word.leaves] ?? 0); leaf++) {
      const at = leaf * grownFields;
      const start = Math.max(from, grown[at + grownField.start] ?? 0);
      const end = Math.min(to, grown[at + grownField.end] ?? 0);
      if (start >= end) continue;
      const value = grown[at + grownField.value] ?? 0;
      this.#kernels.addTo(raw, outputs, output, order, start, end, value);
    }
  }

  #rowsOf(part: number, start: number, end: number): RowRange {
    const { parts } = this.#plan.shared;
    const rows = end - start;
    return {
      from: start + Math.floor((rows * part) / parts),
      to: start + Math.floor((rows * (part + 1)) / parts),
    };
  }

  #slot({ pool, features }: FeaturePart, part: number, slot: number): Float64Array {
    return (pool[slot] ??= this.#newSlot(features.length * binCount, part, slot));
  }

  #newSlot(length: number, part: number, slot: number): Float64Array {
    const { table, shared } = this.#plan;
    const { histograms, parts } = shared;
    if (!histograms) return new Float64Array(length);
    const perSlot = mostFeatures(table.columns, parts) * binCount;
    const at = part * (histograms.length / parts) + slot * perSlot;
    return histograms.subarray(at, at + length);
  }

  #fill({ packed }: FeaturePart, histogram: Float64Array): void {
    const { words, order } = this.#plan.shared;
    const derivatives = this.#derivativesOf(words[word.output] ?? 0);
    this.#kernels.clearHistogram(histogram);
    this.#kernels.addRows(
      histogram,
      packed,
      order,
      words[word.start] ?? 0,
      words[word.end] ?? 0,
      derivatives,
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

  #leaf(
    { best, sets }: FeaturePart,
    histogram: Float64Array,
    place: 0 | 1,
    sum: number,
    rows: number,
  ): LeafToSplit {
    const { shared, l2, minLeafRows } = this.#plan;
    const { numbers } = shared;
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
      best: best[place],
      set: sets[place],
    };
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

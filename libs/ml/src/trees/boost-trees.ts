import type { Post } from '../parallel/post.js';
import { Follower, Leader } from '../parallel/shared-work.js';
import { createRandom, type Random } from '../random/random.js';
import { boundAfter, missingBin } from './binned-table.js';
import { baselinesOf, lossOf } from './boosting-loss.js';
import type { BoostingPlan } from './boosting-plan.js';
import { grownField, grownFields, number, orders, word } from './boosting-words.js';
import { drawSample } from './draw-sample.js';
import { bestSplit, mostUseful, type Leaf, type LeafSplit } from './open-leaves.js';
import { BoostingWorker } from './boosting-worker.js';
import { firstOf, levelsFor, secondOf } from './gradient-packing.js';
import { TreeBuilder, type Grove } from './tree-arrays.js';

/** Trees whose leaves add up to raw scores; tree t speaks of output t modulo the number of outputs. */
export interface BoostedTrees extends Grove {
  /** Raw score of each output before the first tree. */
  readonly baselines: Float64Array;
  readonly iterations: number;
  /** Loss on the validation rows after each iteration; empty without such rows. */
  readonly validationLosses: Float64Array;
}

/**
 * Gradient boosting with histograms: trees grow leaf by leaf, the most useful split first (Friedman, "Greedy function
 * approximation", 2001; Ke et al., "LightGBM", 2017). Every thread of the crew runs this; the leader returns the trees.
 */
export function boostTrees(plan: BoostingPlan, post: Post): BoostedTrees | undefined {
  if (post.index > 0) {
    if (post.index < plan.shared.parts) help(plan, post.index);
    return undefined;
  }
  return new Booster(plan).boost();
}

/** @param first the part that this thread takes before others */
function help(plan: BoostingPlan, first: number): void {
  const { control, parts } = plan.shared;
  const worker = new BoostingWorker(plan);
  new Follower(control, parts, first).follow((part) => {
    worker.carryOut(part);
  });
}

/** A leaf of fewer rows is divided by the leader alone: to wait for others takes longer. */
const aloneRows = 2048;

/** A split as rows of bins see it. */
interface BinSplit {
  readonly feature: number;
  readonly left: number;
  /** Of each bin: 1 when it goes left. */
  readonly sides: Uint8Array;
}

class Booster {
  readonly #plan: BoostingPlan;
  readonly #worker: BoostingWorker;
  readonly #leader: Leader;
  readonly #doPart = (part: number): void => {
    this.#worker.carryOut(part);
  };
  readonly #random: Random;
  readonly #builder = new TreeBuilder();
  readonly #leaves: number[] = [];
  /** Splits of the newest tree, for rows that it did not grow from. */
  readonly #splits = new Map<number, BinSplit>();
  readonly #spare: Int32Array;
  /** Rows that trees are grown from, and those that only follow them. */
  readonly #learning: Int32Array;
  readonly #validating: Int32Array;
  /** The weight of every row that trees are grown from; undefined where they differ. */
  readonly #evenWeight: number | undefined;

  constructor(plan: BoostingPlan) {
    const { control, parts } = plan.shared;
    this.#plan = plan;
    this.#worker = new BoostingWorker(plan);
    this.#leader = new Leader(control, parts);
    this.#random = createRandom(plan.seed);
    const { learning, validating } = dealRows(plan);
    this.#learning = learning;
    this.#validating = validating;
    this.#evenWeight = evenWeightOf(plan.weights, learning);
    this.#spare = new Int32Array(plan.table.rows);
  }

  boost(): BoostedTrees {
    const plan = this.#plan;
    const { outputs, shared, table } = plan;
    this.#order(orders.pack);
    const baselines = baselinesOf(plan, this.#learning);
    for (let at = 0; at < table.rows * outputs; at += outputs) {
      for (let output = 0; output < outputs; output++) {
        shared.raw[at + output] = baselines[output] ?? 0;
      }
    }
    const losses: number[] = [];
    let best = Infinity;
    let bestIteration = 0;
    let iteration = 0;
    while (iteration < plan.iterations) {
      // Of the other losses the derivatives have bounds that do not change.
      if (iteration === 0 || plan.loss === 'squared') this.#setScales();
      this.#order(orders.derivatives);
      const rows = drawSample(plan, this.#learning, this.#spare, this.#random);
      let grown = 0;
      for (let output = 0; output < outputs; output++) grown += this.#grow(output, rows);
      iteration++;
      if (this.#validating.length > 0) {
        const loss = lossOf(plan, this.#validating);
        losses.push(loss);
        if (loss < best) {
          best = loss;
          bestIteration = iteration;
        } else if (iteration - bestIteration >= plan.patience) {
          break;
        }
      }
      if (grown === 0) break;
    }
    this.#leader.stop();
    const kept = this.#validating.length > 0 ? Math.max(1, bestIteration) : iteration;
    const trees = this.#builder.finish();
    return {
      trees: { ...trees, roots: trees.roots.slice(0, kept * outputs) },
      leaves: Float64Array.from(this.#leaves),
      baselines,
      iterations: kept,
      validationLosses: Float64Array.from(losses),
    };
  }

  /** Has the parts of what is wanted done, by all threads that are there. */
  #order(wanted: number): void {
    this.#plan.shared.words[word.order] = wanted;
    this.#leader.run(this.#doPart);
  }

  /** Scales that let the derivatives fill their levels. */
  #setScales(): void {
    const { loss, shared, weights, targets, table } = this.#plan;
    const levels = levelsFor(table.rows);
    let heaviest = 0;
    let steepest = 0;
    for (const row of this.#learning) {
      const weight = weights[row] ?? 0;
      if (weight > heaviest) heaviest = weight;
      const slope = Math.abs((shared.raw[row] ?? 0) - (targets[row] ?? 0)) * weight;
      if (slope > steepest) steepest = slope;
    }
    const first = loss === 'squared' ? steepest || 1 : heaviest;
    const second = loss === 'squared' ? heaviest : heaviest / 4;
    shared.numbers[number.firstScale] = levels / first;
    shared.numbers[number.secondScale] = levels / second;
  }

  /** Grows the next tree for one output. @returns how many splits it has */
  #grow(output: number, rows: number): number {
    const { shared, maxLeaves } = this.#plan;
    const { words, numbers } = shared;
    // The second output finds the order as the first left it: the same rows.
    const root = this.#builder.addRoot();
    this.#splits.clear();
    words[word.output] = output;
    words[word.start] = 0;
    words[word.end] = rows;
    words[word.slot] = 0;
    this.#order(orders.root);
    const sum = numbers[number.sum] ?? 0;
    const open: Leaf[] = [
      { node: root, start: 0, end: rows, slot: 0, sum, split: this.#bestSplit(0) },
    ];
    let splits = 0;
    while (open.length < maxLeaves) {
      const at = mostUseful(open);
      const leaf = open[at];
      if (!leaf?.split) break;
      open.splice(at, 1, ...this.#split(leaf, leaf.split, splits + 1));
      splits++;
    }
    this.#finish(open, root, output, rows);
    return splits;
  }

  #split(leaf: Leaf, split: LeafSplit, freeSlot: number): [Leaf, Leaf] {
    const { shared, table } = this.#plan;
    const { words, numbers } = shared;
    const { feature, missingLeft, set, bin } = split;
    const middle = this.#divide(leaf, split);
    const node =
      table.categorical[feature] === 1
        ? this.#builder.splitByCategory(leaf.node, feature, set, missingLeft)
        : this.#builder.splitByNumber(
            leaf.node,
            feature,
            boundAfter(table, feature, bin),
            missingLeft,
          );
    if (this.#validating.length > 0 || this.#plan.rowShare < 1) {
      this.#splits.set(leaf.node, { feature, left: node, sides: shared.sides.slice() });
    }
    const leftIsSmaller = middle - leaf.start <= leaf.end - middle;
    const rightSum = leaf.sum - split.leftSum;
    words[word.start] = leftIsSmaller ? leaf.start : middle;
    words[word.end] = leftIsSmaller ? middle : leaf.end;
    words[word.siblingRows] = leftIsSmaller ? leaf.end - middle : middle - leaf.start;
    words[word.slot] = freeSlot;
    words[word.siblingSlot] = leaf.slot;
    numbers[number.sum] = leftIsSmaller ? split.leftSum : rightSum;
    numbers[number.siblingSum] = leftIsSmaller ? rightSum : split.leftSum;
    this.#order(orders.split);
    const smaller = this.#bestSplit(0);
    const larger = this.#bestSplit(1);
    return [
      {
        node,
        start: leaf.start,
        end: middle,
        slot: leftIsSmaller ? freeSlot : leaf.slot,
        sum: split.leftSum,
        split: leftIsSmaller ? smaller : larger,
      },
      {
        node: node + 1,
        start: middle,
        end: leaf.end,
        slot: leftIsSmaller ? leaf.slot : freeSlot,
        sum: rightSum,
        split: leftIsSmaller ? larger : smaller,
      },
    ];
  }

  #bestSplit(place: 0 | 1): LeafSplit | undefined {
    const { shared, table } = this.#plan;
    return bestSplit(shared, place, table.categorical);
  }

  /** Moves the rows that go left before those that go right. @returns where the latter begin */
  #divide({ start, end }: Leaf, { feature, bin, missingLeft, set }: LeafSplit): number {
    const { shared, table } = this.#plan;
    const { words, sides, wentLeft } = shared;
    if (table.categorical[feature] === 1) sides.set(set);
    else sides.fill(1, 0, bin + 1).fill(0, bin + 1);
    sides[missingBin] = missingLeft;
    words[word.feature] = feature;
    words[word.start] = start;
    words[word.end] = end;
    if (end - start < aloneRows) return start + this.#worker.divideAlone();
    this.#order(orders.divide);
    this.#order(orders.collect);
    let left = 0;
    for (const count of wentLeft) left += count;
    return start + left;
  }

  /** Sum of the weights of rows in the order. */
  #weightOf(start: number, end: number): number {
    if (this.#evenWeight !== undefined) return (end - start) * this.#evenWeight;
    const { weights, shared } = this.#plan;
    let sum = 0;
    for (let index = start; index < end; index++) sum += weights[shared.order[index] ?? 0] ?? 0;
    return sum;
  }

  /** The leaf of the newest tree that a row falls into. */
  #leafOf(row: number, root: number): number {
    const { bins, rows } = this.#plan.table;
    let node = root;
    for (let split = this.#splits.get(node); split; split = this.#splits.get(node)) {
      const bin = bins[split.feature * rows + row] ?? 0;
      node = split.left + (split.sides[bin] === 1 ? 0 : 1);
    }
    return node;
  }

  /** Leaves get their values, and all rows the scores of the new tree. */
  #finish(open: readonly Leaf[], root: number, output: number, rows: number): void {
    const { shared, outputs, learningRate, l2 } = this.#plan;
    const { numbers, words, grown, raw, order } = shared;
    const firstScale = numbers[number.firstScale] ?? 1;
    const secondScale = numbers[number.secondScale] ?? 1;
    const values = new Map<number, number>();
    open.forEach(({ node, start, end, sum }, index) => {
      const first = firstOf(sum) / firstScale;
      const second = secondOf(sum) / secondScale;
      const value = end > start ? (-learningRate * first) / (second + l2 || 1) : 0;
      this.#builder.setLeaf(node, this.#leaves.length, this.#weightOf(start, end));
      values.set(node, value);
      this.#leaves.push(value);
      grown[index * grownFields + grownField.start] = start;
      grown[index * grownFields + grownField.end] = end;
      grown[index * grownFields + grownField.value] = value;
    });
    words[word.output] = output;
    words[word.leaves] = open.length;
    words[word.start] = 0;
    words[word.end] = rows;
    this.#order(orders.add);
    const outside = order.subarray(rows, this.#learning.length);
    if (outside.length + this.#validating.length === 0) return;
    for (const others of [outside, this.#validating]) {
      for (const row of others) {
        const at = row * outputs + output;
        raw[at] = (raw[at] ?? 0) + (values.get(this.#leafOf(row, root)) ?? 0);
      }
    }
  }
}

/** Rows that trees are grown from, and those that only follow them. */
function dealRows({ table, weights, validation }: BoostingPlan) {
  const learning = new Int32Array(table.rows);
  const validating = new Int32Array(validation ? table.rows : 0);
  let learn = 0;
  let validate = 0;
  for (let row = 0; row < table.rows; row++) {
    if (validation?.[row] === 1) validating[validate++] = row;
    else if ((weights[row] ?? 0) > 0) learning[learn++] = row;
  }
  return { learning: learning.subarray(0, learn), validating: validating.subarray(0, validate) };
}

/** The weight of every one of the rows; undefined where they differ. */
function evenWeightOf(weights: Float64Array, rows: Int32Array): number | undefined {
  const first = weights[rows[0] ?? 0] ?? 1;
  for (const row of rows) {
    if (weights[row] !== first) return undefined;
  }
  return first;
}

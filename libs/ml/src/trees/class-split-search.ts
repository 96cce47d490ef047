import { missingBin, type BinnedTable } from './binned-table.js';
import { cutRange, type Cut, type CutRange } from './cut.js';
import { bitWords, takeFilled } from './filled-bins.js';
import { binsOfNode, type NodeBins, type PlacedBins } from './node-bins.js';
import { orderByShare } from './order-categories.js';
import type { Split, SplitSearch, TreeRows } from './split.js';

const binCount = 256;
/** In nodes of fewer rows the bins they fill are noted, so that the empty ones cost nothing. */
const sparseRows = 400;
/** Of more bins than these, clearing all is faster than clearing each. */
const manyFilled = 32;
const codeBits = 7;
const codeMask = (1 << codeBits) - 1;

/** Most classes that a mark can hold. */
export const mostMarkedClasses = 1 << codeBits;

/** The mark of a row for this search. @param weight a whole number, below 2 ** 24 */
export function classMark(code: number, weight: number): number {
  return (weight << codeBits) | code;
}

/**
 * Splits by Gini impurity (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984). The gain is
 * Σ nₖ² / n summed over both sides, less that of the node: nₖ the weight of class k, n of all.
 * @param laidOut the bins of the table
 * @param minLeafRows fewest rows on either side
 * @param cut where a feature is split
 */
export function classSplitSearch(
  table: BinnedTable,
  laidOut: NodeBins,
  classCount: number,
  minLeafRows: number,
  cut: Cut,
): SplitSearch {
  const { categorical } = table;
  const histogram = new Int32Array(binCount * classCount);
  const counts = new Int32Array(binCount);
  const filled = new Int32Array(binCount);
  const words = new Int32Array(bitWords);
  const totals = new Float64Array(classCount);
  const left = new Float64Array(classCount);
  const order = new Int32Array(binCount);
  // Leaves of one class are most of them and look alike: those rows are shared.
  const leaves: number[] = [];
  for (let code = 0; code < classCount; code++) {
    for (let other = 0; other < classCount; other++) leaves.push(other === code ? 1 : 0);
  }

  let tree: TreeRows;
  let placed: PlacedBins = laidOut.byColumn;
  let start = 0;
  let end = 0;
  let weight = 0;
  let impure = false;
  let unsplit = 0;

  const countRows = (feature: number): void => {
    counts.fill(0);
    addCounts(counts, placed, feature, tree.rows, start, end);
  };

  const fill = (feature: number): number => {
    const { rows, marks } = tree;
    if (end - start < sparseRows) {
      addNoting({ histogram, words, classCount }, placed, feature, rows, marks, start, end);
      return takeFilled(words, filled);
    }
    addMarks(histogram, classCount, placed, feature, rows, marks, start, end);
    return listFilled(histogram, classCount, filled);
  };

  const clear = (used: number): void => {
    if (used > manyFilled) {
      histogram.fill(0);
      return;
    }
    for (let index = 0; index < used; index++) {
      const from = (filled[index] ?? 0) * classCount;
      for (let at = from; at < from + classCount; at++) histogram[at] = 0;
    }
  };

  const take = (
    best: Split,
    gain: number,
    feature: number,
    along: Int32Array,
    used: number,
    index: number,
    missingLeft: number,
  ): void => {
    best.gain = gain;
    best.feature = feature;
    best.missingLeft = missingLeft;
    const bin = along[index] ?? 0;
    if (categorical[feature] === 1) {
      best.set.fill(0);
      for (let taken = 0; taken <= index; taken++) best.set[along[taken] ?? 0] = 1;
    } else {
      // Halfway to the next bin that has rows.
      const next = index + 1 < used ? (along[index + 1] ?? bin) : bin + 1;
      best.bin = (bin + next - 1) >> 1;
    }
  };

  /** Two classes: the same gain from one division. */
  const scanTwo = (
    feature: number,
    along: Int32Array,
    used: number,
    { first: from, last }: CutRange,
    missingLeft: number,
    best: Split,
  ): void => {
    const rows = end - start;
    const positive = totals[1] ?? 0;
    // The gain is this factor times (l₁·n − n₁·l)² / (l·r).
    const factor = 2 / weight;
    let least = best.gain / factor;
    let found = -1;
    let leftRows = missingLeft === 1 ? (counts[missingBin] ?? 0) : 0;
    let first = missingLeft === 1 ? (histogram[missingBin * 2] ?? 0) : 0;
    let second = missingLeft === 1 ? (histogram[missingBin * 2 + 1] ?? 0) : 0;
    for (let index = 0; index < last; index++) {
      const bin = along[index] ?? 0;
      first += histogram[bin * 2] ?? 0;
      second += histogram[bin * 2 + 1] ?? 0;
      if (minLeafRows > 1) leftRows += counts[bin] ?? 0;
      if (index < from) continue;
      if (minLeafRows > 1) {
        if (leftRows < minLeafRows || rows - leftRows < minLeafRows) continue;
      }
      const leftWeight = first + second;
      const difference = second - (positive * leftWeight) / weight;
      const score = (difference * difference * weight) / (leftWeight * (weight - leftWeight));
      if (score > least) {
        least = score;
        found = index;
      }
    }
    if (found >= 0) take(best, least * factor, feature, along, used, found, missingLeft);
  };

  const scanMany = (
    feature: number,
    along: Int32Array,
    used: number,
    { first: from, last }: CutRange,
    missingLeft: number,
    best: Split,
  ): void => {
    const rows = end - start;
    let leftRows = missingLeft === 1 ? (counts[missingBin] ?? 0) : 0;
    for (let code = 0; code < classCount; code++) {
      left[code] = missingLeft === 1 ? (histogram[missingBin * classCount + code] ?? 0) : 0;
    }
    for (let index = 0; index < last; index++) {
      const bin = along[index] ?? 0;
      leftRows += counts[bin] ?? 0;
      let leftWeight = 0;
      let leftSquares = 0;
      let rightSquares = 0;
      for (let code = 0; code < classCount; code++) {
        const onLeft = (left[code] ?? 0) + (histogram[bin * classCount + code] ?? 0);
        const onRight = (totals[code] ?? 0) - onLeft;
        left[code] = onLeft;
        leftWeight += onLeft;
        leftSquares += onLeft * onLeft;
        rightSquares += onRight * onRight;
      }
      if (index < from) continue;
      if (minLeafRows > 1 && (leftRows < minLeafRows || rows - leftRows < minLeafRows)) continue;
      const gain = leftSquares / leftWeight + rightSquares / (weight - leftWeight) - unsplit;
      if (gain > best.gain) take(best, gain, feature, along, used, index, missingLeft);
    }
  };
  const scan = classCount === 2 ? scanTwo : scanMany;

  return {
    enter(given, from, to) {
      tree = given;
      start = from;
      end = to;
      placed = binsOfNode(laidOut, to - from);
      if (classCount === 2) addTwoTotals(totals, given.marks, from, to);
      else addTotals(totals, given.marks, from, to);
      weight = 0;
      let squares = 0;
      let present = 0;
      for (let code = 0; code < classCount; code++) {
        const total = totals[code] ?? 0;
        weight += total;
        squares += total * total;
        if (total > 0) present++;
      }
      impure = present > 1;
      // What rounding alone would gain is no gain.
      unsplit = (squares / weight) * (1 + 1e-12);
      return impure && to - from >= 2 * minLeafRows;
    },
    consider(feature, best) {
      const used = fill(feature);
      if (used > 1) {
        if (minLeafRows > 1) countRows(feature);
        const missing = filled[used - 1] === missingBin;
        const values = missing ? used - 1 : used;
        let along = filled;
        if (categorical[feature] === 1) {
          orderByShare(filled, values, order, { histogram, classCount, totals });
          along = order;
        }
        const places = (last: number) => cutRange(cut, table, feature, along, last);
        scan(feature, along, values, places(missing ? values : values - 1), 0, best);
        if (missing) scan(feature, along, values, places(values - 1), 1, best);
      }
      clear(used);
      return used > 1;
    },
    leaf() {
      if (!impure) return totals.findIndex((total) => total > 0);
      for (let code = 0; code < classCount; code++) leaves.push((totals[code] ?? 0) / weight);
      return leaves.length / classCount - 1;
    },
    weight: () => weight,
    leaves: () => Float64Array.from(leaves),
  };
}

// The loops over rows are functions of their own: V8 compiles one while it runs, and throws that away when the code behind
// the loop has never been reached.

function addTotals(totals: Float64Array, marks: Int32Array, start: number, end: number): void {
  totals.fill(0);
  for (let index = start; index < end; index++) {
    const mark = marks[index] ?? 0;
    const code = mark & codeMask;
    totals[code] = (totals[code] ?? 0) + (mark >> codeBits);
  }
}

/** The same of two classes, without waiting for what was written a row before. */
function addTwoTotals(totals: Float64Array, marks: Int32Array, start: number, end: number): void {
  let all = 0;
  let second = 0;
  for (let index = start; index < end; index++) {
    const mark = marks[index] ?? 0;
    const weight = mark >> codeBits;
    all += weight;
    second += weight & -(mark & codeMask);
  }
  totals[0] = all - second;
  totals[1] = second;
}

function addMarks(
  histogram: Int32Array,
  classCount: number,
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  rows: Int32Array,
  marks: Int32Array,
  start: number,
  end: number,
): void {
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + (rows[index] ?? 0) * perRow] ?? 0;
    const mark = marks[index] ?? 0;
    const at = bin * classCount + (mark & codeMask);
    histogram[at] = (histogram[at] ?? 0) + (mark >> codeBits);
  }
}

function addNoting(
  {
    histogram,
    words,
    classCount,
  }: { histogram: Int32Array; words: Int32Array; classCount: number },
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  rows: Int32Array,
  marks: Int32Array,
  start: number,
  end: number,
): void {
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + (rows[index] ?? 0) * perRow] ?? 0;
    const mark = marks[index] ?? 0;
    const at = bin * classCount + (mark & codeMask);
    histogram[at] = (histogram[at] ?? 0) + (mark >> codeBits);
    words[bin >> 5] = (words[bin >> 5] ?? 0) | (1 << (bin & 31));
  }
}

function addCounts(
  counts: Int32Array,
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  rows: Int32Array,
  start: number,
  end: number,
): void {
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + (rows[index] ?? 0) * perRow] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

function listFilled(histogram: Int32Array, classCount: number, filled: Int32Array): number {
  let used = 0;
  for (let bin = 0; bin < binCount; bin++) {
    let some = 0;
    for (let code = 0; code < classCount; code++) some |= histogram[bin * classCount + code] ?? 0;
    if (some !== 0) filled[used++] = bin;
  }
  return used;
}

import { missingBin, type BinnedTable } from './binned-table.js';
import {
  addTotals,
  classHistogram,
  clearSlot,
  countRows,
  listFilled,
  slots,
  startOfSlot,
  type MarkedRows,
} from './class-histogram.js';
import { cutRange, type Cut, type CutRange } from './cut.js';
import { binsOfNode, type NodeBins, type PlacedBins } from './node-bins.js';
import { orderByShare } from './order-categories.js';
import type { Split, SplitSearch } from './split.js';

const binCount = 256;

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
  const histogram = classHistogram(classCount);
  const { sums } = histogram;
  const counts = new Int32Array(binCount);
  const filled = new Int32Array(binCount);
  const totals = new Float64Array(classCount);
  const left = new Float64Array(classCount);
  /** Of the rows that go left by the best split. */
  const bestLeft = new Float64Array(classCount);
  const order = new Int32Array(binCount);
  /** Totals of the nodes that wait, one after another. */
  const waiting: number[] = [];
  // Leaves of one class are most of them and look alike: those rows are shared.
  const leaves: number[] = [];
  for (let code = 0; code < classCount; code++) {
    for (let other = 0; other < classCount; other++) leaves.push(other === code ? 1 : 0);
  }

  const node: MarkedRows = { rows: order, marks: order, start: 0, end: 0 };
  let placed: PlacedBins = laidOut.byColumn;
  /** Where the slot looked at begins. */
  let base = 0;
  let weight = 0;
  let impure = false;
  let unsplit = 0;
  /** Each side of the best split has one class: none is better. */
  let perfect = false;

  const classesOf = (own: Float64Array, besides?: Float64Array): number => {
    let present = 0;
    for (let code = 0; code < classCount; code++) {
      if ((own[code] ?? 0) > (besides?.[code] ?? 0)) present++;
    }
    return present;
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
    bestLeft.set(left);
    perfect = classesOf(left) === 1 && classesOf(totals, left) === 1;
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
    const rows = node.end - node.start;
    const positive = totals[1] ?? 0;
    // The gain is this factor times (l₁·n − n₁·l)² / (l·r).
    const factor = 2 / (weight * weight);
    let least = best.gain / factor;
    let found = -1;
    let foundFirst = 0;
    let foundSecond = 0;
    const missing = base + missingBin * 2;
    let leftRows = missingLeft === 1 ? (counts[missingBin] ?? 0) : 0;
    let first = missingLeft === 1 ? (sums[missing] ?? 0) : 0;
    let second = missingLeft === 1 ? (sums[missing + 1] ?? 0) : 0;
    for (let index = 0; index < last; index++) {
      const bin = along[index] ?? 0;
      first += sums[base + bin * 2] ?? 0;
      second += sums[base + bin * 2 + 1] ?? 0;
      if (minLeafRows > 1) leftRows += counts[bin] ?? 0;
      if (index < from) continue;
      if (minLeafRows > 1) {
        if (leftRows < minLeafRows || rows - leftRows < minLeafRows) continue;
      }
      const leftWeight = first + second;
      const difference = second * weight - positive * leftWeight;
      const score = (difference * difference) / (leftWeight * (weight - leftWeight));
      if (score > least) {
        least = score;
        found = index;
        foundFirst = first;
        foundSecond = second;
      }
    }
    if (found < 0) return;
    left[0] = foundFirst;
    left[1] = foundSecond;
    take(best, least * factor, feature, along, used, found, missingLeft);
  };

  const scanMany = (
    feature: number,
    along: Int32Array,
    used: number,
    { first: from, last }: CutRange,
    missingLeft: number,
    best: Split,
  ): void => {
    const rows = node.end - node.start;
    let leftRows = missingLeft === 1 ? (counts[missingBin] ?? 0) : 0;
    for (let code = 0; code < classCount; code++) {
      left[code] = missingLeft === 1 ? (sums[base + missingBin * classCount + code] ?? 0) : 0;
    }
    for (let index = 0; index < last; index++) {
      const bin = along[index] ?? 0;
      leftRows += counts[bin] ?? 0;
      let leftWeight = 0;
      let leftSquares = 0;
      let rightSquares = 0;
      for (let code = 0; code < classCount; code++) {
        const onLeft = (left[code] ?? 0) + (sums[base + bin * classCount + code] ?? 0);
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

  /** Looks for the best split by the feature counted in a slot. @returns whether it has two values or more */
  const look = (feature: number, slot: number, best: Split): boolean => {
    const used = listFilled(histogram, slot, node.end - node.start, filled);
    base = startOfSlot(histogram, slot);
    if (used > 1 && !perfect) {
      if (minLeafRows > 1) rowsByBin(counts, placed, feature, node);
      const missing = filled[used - 1] === missingBin;
      const values = missing ? used - 1 : used;
      let along = filled;
      if (categorical[feature] === 1) {
        const own = sums.subarray(base);
        orderByShare(filled, values, order, { histogram: own, classCount, totals });
        along = order;
      }
      const places = (last: number) => cutRange(cut, table, feature, along, last);
      scan(feature, along, values, places(missing ? values : values - 1), 0, best);
      if (missing) scan(feature, along, values, places(values - 1), 1, best);
    }
    clearSlot(histogram, slot, filled, used);
    return used > 1;
  };

  return {
    begin({ rows, marks }, count) {
      node.rows = rows;
      node.marks = marks;
      addTotals(totals, marks, count);
      waiting.push(...totals);
    },
    enter(start, end) {
      node.start = start;
      node.end = end;
      placed = binsOfNode(laidOut, end - start);
      weight = 0;
      let squares = 0;
      for (let code = classCount - 1; code >= 0; code--) {
        const total = waiting.pop() ?? 0;
        totals[code] = total;
        weight += total;
        squares += total * total;
      }
      impure = classesOf(totals) > 1;
      perfect = false;
      // What rounding alone would gain is no gain.
      unsplit = (squares / weight) * (1 + 1e-12);
      return impure && end - start >= 2 * minLeafRows;
    },
    consider(features, from, count, best) {
      let looked = 0;
      for (let last = from + count; last > from;) {
        if (perfect) return count;
        const together = last - from >= slots ? slots : 1;
        countRows(histogram, placed, features, last, together, node);
        for (let slot = 0; slot < together; slot++) {
          last--;
          if (look(features[last] ?? 0, slot, best)) looked++;
        }
      }
      return looked;
    },
    divide() {
      for (let code = 0; code < classCount; code++) {
        waiting.push((totals[code] ?? 0) - (bestLeft[code] ?? 0));
      }
      for (let code = 0; code < classCount; code++) waiting.push(bestLeft[code] ?? 0);
      return !perfect;
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

function rowsByBin(
  counts: Int32Array,
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  { rows, start, end }: MarkedRows,
): void {
  counts.fill(0);
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + (rows[index] ?? 0) * perRow] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

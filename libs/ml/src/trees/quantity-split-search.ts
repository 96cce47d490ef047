import { missingBin, type BinnedTable } from './binned-table.js';
import { cutRange, type Cut } from './cut.js';
import { bitWords, takeFilled } from './filled-bins.js';
import { binsOfNode, type NodeBins, type PlacedBins } from './node-bins.js';
import { orderBy } from './order-categories.js';
import type { Split, SplitSearch, TreeRows } from './split.js';

const binCount = 256;
const sparseRows = 400;

/**
 * Splits by variance (Breiman et al. 1984). The gain is (Σ w·y)² / Σ w summed over both sides, less that of the node.
 * The mark of a row is its weight, a whole number.
 * @param laidOut the bins of the table
 * @param values target of each row of the table
 * @param minLeafRows fewest rows on either side
 * @param cut where a feature is split
 */
export function quantitySplitSearch(
  table: BinnedTable,
  laidOut: NodeBins,
  values: Float64Array,
  minLeafRows: number,
  cut: Cut,
): SplitSearch {
  const { categorical } = table;
  /** Of each bin: weight, weighted sum. */
  const histogram = new Float64Array(binCount * 2);
  const counts = new Int32Array(binCount);
  const filled = new Int32Array(binCount);
  const words = new Int32Array(bitWords);
  const order = new Int32Array(binCount);
  const leaves: number[] = [];

  let tree: TreeRows;
  let placed: PlacedBins = laidOut.byColumn;
  let start = 0;
  let end = 0;
  let weight = 0;
  let sum = 0;
  let unsplit = 0;

  const fill = (feature: number): number => {
    const { rows, marks } = tree;
    const { bins, perFeature, perRow } = placed;
    const first = feature * perFeature;
    for (let index = start; index < end; index++) {
      const row = rows[index] ?? 0;
      const bin = bins[first + row * perRow] ?? 0;
      const own = marks[index] ?? 0;
      histogram[bin * 2] = (histogram[bin * 2] ?? 0) + own;
      histogram[bin * 2 + 1] = (histogram[bin * 2 + 1] ?? 0) + own * (values[row] ?? 0);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    if (end - start < sparseRows) {
      for (let index = start; index < end; index++) {
        const bin = bins[first + (rows[index] ?? 0) * perRow] ?? 0;
        words[bin >> 5] = (words[bin >> 5] ?? 0) | (1 << (bin & 31));
      }
      return takeFilled(words, 0, filled);
    }
    let used = 0;
    for (let bin = 0; bin < binCount; bin++) if (counts[bin] !== 0) filled[used++] = bin;
    return used;
  };

  const scan = (
    feature: number,
    along: Int32Array,
    used: number,
    { missing, missingLeft }: { missing: boolean; missingLeft: number },
    best: Split,
  ): void => {
    let leftRows = missingLeft === 1 ? (counts[missingBin] ?? 0) : 0;
    let leftWeight = missingLeft === 1 ? (histogram[missingBin * 2] ?? 0) : 0;
    let leftSum = missingLeft === 1 ? (histogram[missingBin * 2 + 1] ?? 0) : 0;
    const rows = end - start;
    const last = missing && missingLeft === 0 ? used : used - 1;
    const range = cutRange(cut, table, feature, along, last);
    for (let index = 0; index < range.last; index++) {
      const bin = along[index] ?? 0;
      leftRows += counts[bin] ?? 0;
      leftWeight += histogram[bin * 2] ?? 0;
      leftSum += histogram[bin * 2 + 1] ?? 0;
      if (index < range.first) continue;
      if (leftRows < minLeafRows || rows - leftRows < minLeafRows) continue;
      const rightWeight = weight - leftWeight;
      if (!(leftWeight > 0) || !(rightWeight > 0)) continue;
      const rightSum = sum - leftSum;
      const gain = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight - unsplit;
      if (gain <= best.gain) continue;
      best.gain = gain;
      best.feature = feature;
      best.missingLeft = missingLeft;
      if (categorical[feature] === 1) {
        best.set.fill(0);
        for (let taken = 0; taken <= index; taken++) best.set[along[taken] ?? 0] = 1;
      } else {
        const next = index + 1 < used ? (along[index + 1] ?? bin) : bin + 1;
        best.bin = (bin + next - 1) >> 1;
      }
    }
  };

  const look = (feature: number, best: Split): boolean => {
    const used = fill(feature);
    if (used > 1) {
      const missing = filled[used - 1] === missingBin;
      const valued = missing ? used - 1 : used;
      let along = filled;
      if (categorical[feature] === 1) {
        const meanOf = (bin: number) => (histogram[bin * 2 + 1] ?? 0) / (histogram[bin * 2] ?? 1);
        orderBy(filled, valued, order, meanOf);
        along = order;
      }
      scan(feature, along, valued, { missing, missingLeft: 0 }, best);
      if (missing) scan(feature, along, valued, { missing, missingLeft: 1 }, best);
    }
    for (let index = 0; index < used; index++) {
      const bin = filled[index] ?? 0;
      counts[bin] = 0;
      histogram[bin * 2] = 0;
      histogram[bin * 2 + 1] = 0;
    }
    return used > 1;
  };

  return {
    begin(given) {
      tree = given;
    },
    enter(from, to) {
      start = from;
      end = to;
      placed = binsOfNode(laidOut, to - from);
      const { rows, marks } = tree;
      weight = 0;
      sum = 0;
      let squares = 0;
      for (let index = from; index < to; index++) {
        const own = marks[index] ?? 0;
        const value = values[rows[index] ?? 0] ?? 0;
        weight += own;
        sum += own * value;
        squares += own * value * value;
      }
      unsplit = (sum * sum) / weight;
      // Splits that gain less than rounding does are none.
      unsplit += squares * 1e-12;
      return squares - (sum * sum) / weight > squares * 1e-12 && to - from >= 2 * minLeafRows;
    },
    consider(features, from, count, best) {
      let looked = 0;
      for (let last = from + count - 1; last >= from; last--) {
        if (look(features[last] ?? 0, best)) looked++;
      }
      return looked;
    },
    divide: () => true,
    leaf() {
      leaves.push(sum / weight);
      return leaves.length - 1;
    },
    weight: () => weight,
    leaves: () => Float64Array.from(leaves),
  };
}

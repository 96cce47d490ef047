import type { PlacedBins } from './node-bins.js';
import { bitWords, takeFilled } from './filled-bins.js';

const binCount = 256;
/** So many features are counted in one go over the rows, each in a slot of its own. */
export const slots = 4;
/** In nodes of fewer rows the bins they fill are noted, so that the empty ones cost nothing. */
const sparseRows = 400;
/** Of more bins than these, clearing all is faster than clearing each. */
const manyFilled = 32;

const codeBits = 7;
const codeMask = (1 << codeBits) - 1;

/** Most classes that a mark can hold. */
export const mostMarkedClasses = 1 << codeBits;

/** The mark of a row: its class and weight. @param weight a whole number, below 2 ** 24 */
export function classMark(code: number, weight: number): number {
  return (weight << codeBits) | code;
}

/** A node's part of its tree's rows and their marks; one that looks at many nodes overwrites it. */
export interface MarkedRows {
  rows: Int32Array;
  marks: Int32Array;
  start: number;
  end: number;
}

/** Weights by class and bin of a node's rows, of some features at once; all zero between nodes. */
export interface ClassHistogram {
  readonly classCount: number;
  /** slots x bins x classes */
  readonly sums: Int32Array;
  /** slots x words: the bins with rows, where they are noted. */
  readonly words: Int32Array;
}

export function classHistogram(classCount: number): ClassHistogram {
  return {
    classCount,
    sums: new Int32Array(slots * binCount * classCount),
    words: new Int32Array(slots * bitWords),
  };
}

/** Where a slot begins in the sums. */
export function startOfSlot({ classCount }: ClassHistogram, slot: number): number {
  return slot * binCount * classCount;
}

/** Counts the rows by the features that end before `last`, that before it in the first slot: by four of them, or by one. */
export function countRows(
  histogram: ClassHistogram,
  placed: PlacedBins,
  features: Int32Array,
  last: number,
  together: 1 | typeof slots,
  node: MarkedRows,
): void {
  const sparse = node.end - node.start < sparseRows;
  if (together === slots) {
    if (sparse) addFourNoting(histogram, placed, features, last, node);
    else addFour(histogram, placed, features, last, node);
  } else {
    const feature = features[last - 1] ?? 0;
    if (sparse) addOneNoting(histogram, placed, feature, node);
    else addOne(histogram, placed, feature, node);
  }
}

/**
 * Lists a slot's bins that have rows, ascending.
 * @param rows of the node
 * @returns how many there are
 */
export function listFilled(
  { sums, words, classCount }: ClassHistogram,
  slot: number,
  rows: number,
  filled: Int32Array,
): number {
  if (rows < sparseRows) return takeFilled(words, slot * bitWords, filled);
  const first = slot * binCount * classCount;
  let used = 0;
  for (let bin = 0; bin < binCount; bin++) {
    let some = 0;
    for (let code = 0; code < classCount; code++)
      some |= sums[first + bin * classCount + code] ?? 0;
    if (some !== 0) filled[used++] = bin;
  }
  return used;
}

/** Leaves zeros in a slot. @param filled its first `used` entries are the bins that have rows */
export function clearSlot(
  { sums, classCount }: ClassHistogram,
  slot: number,
  filled: Int32Array,
  used: number,
): void {
  const first = slot * binCount * classCount;
  if (used > manyFilled) {
    sums.fill(0, first, first + binCount * classCount);
    return;
  }
  for (let index = 0; index < used; index++) {
    const from = first + (filled[index] ?? 0) * classCount;
    for (let at = from; at < from + classCount; at++) sums[at] = 0;
  }
}

/** Sums of weights by class. @param count how many marks, from the first */
export function addTotals(totals: Float64Array, marks: Int32Array, count: number): void {
  totals.fill(0);
  for (let index = 0; index < count; index++) {
    const mark = marks[index] ?? 0;
    const code = mark & codeMask;
    totals[code] = (totals[code] ?? 0) + (mark >> codeBits);
  }
}

// The loops over rows are functions of their own: V8 compiles one while it runs, and throws that away when the code behind
// the loop has never been reached. Those over four features are written out: most of what a row costs is finding it.

function addOne(
  { sums, classCount }: ClassHistogram,
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  { rows, marks, start, end }: MarkedRows,
): void {
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + Math.imul(rows[index] ?? 0, perRow)] ?? 0;
    const mark = marks[index] ?? 0;
    const at = Math.imul(bin, classCount) + (mark & codeMask);
    sums[at] = (sums[at] ?? 0) + (mark >> codeBits);
  }
}

function addOneNoting(
  { sums, words, classCount }: ClassHistogram,
  { bins, perFeature, perRow }: PlacedBins,
  feature: number,
  { rows, marks, start, end }: MarkedRows,
): void {
  const first = feature * perFeature;
  for (let index = start; index < end; index++) {
    const bin = bins[first + Math.imul(rows[index] ?? 0, perRow)] ?? 0;
    const mark = marks[index] ?? 0;
    const at = Math.imul(bin, classCount) + (mark & codeMask);
    sums[at] = (sums[at] ?? 0) + (mark >> codeBits);
    words[bin >> 5] = (words[bin >> 5] ?? 0) | (1 << (bin & 31));
  }
}

function addFour(
  { sums, classCount }: ClassHistogram,
  { bins, perFeature, perRow }: PlacedBins,
  features: Int32Array,
  last: number,
  { rows, marks, start, end }: MarkedRows,
): void {
  const firstA = (features[last - 1] ?? 0) * perFeature;
  const firstB = (features[last - 2] ?? 0) * perFeature;
  const firstC = (features[last - 3] ?? 0) * perFeature;
  const firstD = (features[last - 4] ?? 0) * perFeature;
  for (let index = start; index < end; index++) {
    const row = Math.imul(rows[index] ?? 0, perRow);
    const mark = marks[index] ?? 0;
    const weight = mark >> codeBits;
    const code = mark & codeMask;
    const binA = bins[firstA + row] ?? 0;
    const binB = bins[firstB + row] ?? 0;
    const binC = bins[firstC + row] ?? 0;
    const binD = bins[firstD + row] ?? 0;
    const atA = Math.imul(binA, classCount) + code;
    sums[atA] = (sums[atA] ?? 0) + weight;
    const atB = Math.imul(binB + binCount, classCount) + code;
    sums[atB] = (sums[atB] ?? 0) + weight;
    const atC = Math.imul(binC + 2 * binCount, classCount) + code;
    sums[atC] = (sums[atC] ?? 0) + weight;
    const atD = Math.imul(binD + 3 * binCount, classCount) + code;
    sums[atD] = (sums[atD] ?? 0) + weight;
  }
}

function addFourNoting(
  { sums, words, classCount }: ClassHistogram,
  { bins, perFeature, perRow }: PlacedBins,
  features: Int32Array,
  last: number,
  { rows, marks, start, end }: MarkedRows,
): void {
  const firstA = (features[last - 1] ?? 0) * perFeature;
  const firstB = (features[last - 2] ?? 0) * perFeature;
  const firstC = (features[last - 3] ?? 0) * perFeature;
  const firstD = (features[last - 4] ?? 0) * perFeature;
  for (let index = start; index < end; index++) {
    const row = Math.imul(rows[index] ?? 0, perRow);
    const mark = marks[index] ?? 0;
    const weight = mark >> codeBits;
    const code = mark & codeMask;
    // Counted on from slot to slot: also the number of a bin among all.
    const binA = bins[firstA + row] ?? 0;
    const binB = (bins[firstB + row] ?? 0) + binCount;
    const binC = (bins[firstC + row] ?? 0) + 2 * binCount;
    const binD = (bins[firstD + row] ?? 0) + 3 * binCount;
    const atA = Math.imul(binA, classCount) + code;
    sums[atA] = (sums[atA] ?? 0) + weight;
    const atB = Math.imul(binB, classCount) + code;
    sums[atB] = (sums[atB] ?? 0) + weight;
    const atC = Math.imul(binC, classCount) + code;
    sums[atC] = (sums[atC] ?? 0) + weight;
    const atD = Math.imul(binD, classCount) + code;
    sums[atD] = (sums[atD] ?? 0) + weight;
    words[binA >> 5] = (words[binA >> 5] ?? 0) | (1 << (binA & 31));
    words[binB >> 5] = (words[binB >> 5] ?? 0) | (1 << (binB & 31));
    words[binC >> 5] = (words[binC >> 5] ?? 0) | (1 << (binC & 31));
    words[binD >> 5] = (words[binD >> 5] ?? 0) | (1 << (binD & 31));
  }
}

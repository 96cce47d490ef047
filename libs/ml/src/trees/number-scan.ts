import { radix } from './gradient-packing.js';

/** Leaves that are looked at side by side. */
export const lanes = 2;

/**
 * What a scan of a numeric feature knows and finds, two numbers a field: one for either leaf. Sums are in units of the
 * rounded derivatives.
 */
export const scanField = {
  /** Sum of the leaf's first derivatives, and of its second. */
  first: 0,
  second: 2,
  /** Second derivatives that the left side must have, and may have. */
  least: 4,
  most: 6,
  ridge: 8,
  /** What goes left before the first bin: packed derivatives. */
  before: 10,
  /** The best score so far, as a fraction. */
  highest: 12,
  highestPart: 14,
  /** The bin that it lies behind, -1 when none was better, and the packed derivatives on the left. */
  found: 16,
  foundSum: 18,
} as const;
export const scanFields = 20;

/**
 * Goes over the bins of a numeric feature, of which ever more go left, and keeps the best place to split. A score is a
 * fraction; multiplied crosswise, none need be divided out to compare two.
 * @param histograms of the two leaves
 * @param start where the feature begins in both
 * @param count its bins
 * @param scan fields of the scan
 */
export function scanNumbers(
  histograms: readonly [Float64Array, Float64Array],
  start: number,
  count: number,
  scan: Float64Array,
): void {
  scanLane(histograms[0], start, count, scan, 0);
  scanLane(histograms[1], start, count, scan, 1);
}

function scanLane(
  histogram: Float64Array,
  start: number,
  count: number,
  scan: Float64Array,
  lane: number,
): void {
  const at = (place: number) => scan[place + lane] ?? 0;
  const first = at(scanField.first);
  const second = at(scanField.second);
  const least = at(scanField.least);
  const most = at(scanField.most);
  const ridge = at(scanField.ridge);
  let left = at(scanField.before);
  let highest = at(scanField.highest);
  let highestPart = at(scanField.highestPart);
  let found = at(scanField.found);
  let foundSum = at(scanField.foundSum);
  for (let bin = 0; bin < count; bin++) {
    left += histogram[start + bin] ?? 0;
    const leftFirst = Math.floor(left / radix);
    const leftSecond = left - leftFirst * radix;
    if (leftSecond < least) continue;
    if (leftSecond > most) break;
    const rightFirst = first - leftFirst;
    const leftPart = leftSecond + ridge;
    const rightPart = second - leftSecond + ridge;
    const score = leftFirst * leftFirst * rightPart + rightFirst * rightFirst * leftPart;
    const part = leftPart * rightPart;
    if (score * highestPart > highest * part) {
      highest = score;
      highestPart = part;
      found = bin;
      foundSum = left;
    }
  }
  scan[scanField.highest + lane] = highest;
  scan[scanField.highestPart + lane] = highestPart;
  scan[scanField.found + lane] = found;
  scan[scanField.foundSum + lane] = foundSum;
}

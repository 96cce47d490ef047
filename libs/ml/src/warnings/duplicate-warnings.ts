import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature } from '../features/feature-table.js';
import type { Split } from '../split/stratified-split.js';
import type { LearnedTarget } from '../target/learned-target.js';

/** Rows that are encoded at a time. */
const chunk = 16_384;

/**
 * Held-out rows that are the same as a training row in every feature and the target. They stay where chance put them: in
 * tables of few categories rows are alike without being copies, those to come are too, and a holdout without them would
 * be harder than what the model is for. Whoever knows them to be copies keeps them together by a group.
 */
export function duplicateWarnings(
  frame: Frame,
  learned: LearnedTarget,
  { train, holdout }: Split,
  features: readonly Feature[],
): string[] {
  const known = keysOf(frame, learned, train, features).sort();
  const asked = keysOf(frame, learned, holdout, features);
  let twins = 0;
  for (const key of asked) if (includes(known, key)) twins++;
  if (twins === 0) return [];
  return [
    `${twins} of ${holdout.length} held-out rows ${twins === 1 ? 'is' : 'are'} the same as a training row in every column that is learned from and in the target. If they are copies of one thing, split by a column that names it; the figures of the holdout are too good otherwise.`,
  ];
}

/** A number of 53 bits for each row; rows that differ have the same one as good as never. */
function keysOf(
  frame: Frame,
  learned: LearnedTarget,
  rows: Uint32Array,
  features: readonly Feature[],
): Float64Array {
  const keys = new Float64Array(rows.length);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.subarray(from, from + chunk);
    const { values, columns } = encodeFrame(features, frame, part);
    part.forEach((row, index) => {
      let high = 0x9e3779b9;
      let low = 0x85ebca6b;
      const take = (value: number) => {
        // -0 and 0 are the same value; so are all kinds of NaN.
        number[0] = Number.isNaN(value) ? Number.NaN : value + 0;
        high = mixed(high ^ (words[0] ?? 0), words[1] ?? 0);
        low = mixed(low ^ (words[1] ?? 0), high);
      };
      take(learned.kind === 'classes' ? (learned.codes[row] ?? -1) : (learned.values[row] ?? 0));
      for (let column = 0; column < columns; column++) take(values[index * columns + column] ?? 0);
      keys[from + index] = (high >>> 0) * 2 ** 21 + (low >>> 11);
    });
  }
  return keys;
}

/** The finalizer of MurmurHash3 (Appleby, public domain), over two words. */
function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ (b >>> 16), 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function includes(sorted: Float64Array, key: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === key;
}

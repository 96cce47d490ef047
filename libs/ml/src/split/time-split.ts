import type { Fold } from './stratified-folds.js';
import type { Split } from './stratified-split.js';

/** Rows and their times; rows of one time are never parted. */
export interface TimedRows {
  readonly rows: Uint32Array;
  /** Of each row of the table, in any unit; a number for each of `rows`. */
  readonly times: Float64Array;
}

/**
 * Sets the newest rows aside, as near to their share as times allow.
 * @param options.holdout share of the rows to set aside, between 0 and 1
 * @throws RangeError when all rows are of one time
 */
export function timeSplit(
  timed: TimedRows,
  { holdout: share }: { readonly holdout: number },
): Split {
  const [train, holdout] = blocksOf(timed, [1 - share]);
  if (!train || !holdout) throw new RangeError('All rows are of one time.');
  return { train: train.sort(), holdout: holdout.sort() };
}

/**
 * Folds that go forward: rows are cut into one block more than there are folds, and each fold validates on a block what
 * was learned from all older ones (scikit-learn's `TimeSeriesSplit`). The oldest block is never validated on. Fewer folds
 * where there are too few different times.
 * @throws RangeError for fewer than one fold, or rows of one time
 */
export function timeFolds(timed: TimedRows, { folds }: { readonly folds: number }): Fold[] {
  if (!Number.isInteger(folds) || folds < 1) throw new RangeError(`${folds} folds are none.`);
  const ends = Array.from({ length: folds }, (_, index) => (index + 1) / (folds + 1));
  const blocks = blocksOf(timed, ends);
  if (blocks.length < 2) throw new RangeError('All rows are of one time.');
  return blocks.slice(1).map((validation, index) => ({
    train: join(blocks.slice(0, index + 1)).sort(),
    validation: validation.slice().sort(),
  }));
}

/** Cuts rows, oldest first, near these shares of them, where one time ends; blocks that would be empty are left out. */
function blocksOf({ rows, times }: TimedRows, ends: readonly number[]): Uint32Array[] {
  const timeOf = (row: number | undefined) => times[row ?? 0] ?? 0;
  // Rows of one time by their number: the order must not hang on the sort.
  const sorted = rows.slice().sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  const blocks: Uint32Array[] = [];
  let from = 0;
  const isCut = (at: number) => timeOf(sorted[at - 1]) !== timeOf(sorted[at]);
  for (const end of ends) {
    const to = nearestCut(Math.round(sorted.length * end), { from, to: sorted.length, isCut });
    if (to === undefined) continue;
    blocks.push(sorted.slice(from, to));
    from = to;
  }
  return [...blocks, sorted.slice(from)];
}

/** The cut nearest to a place, strictly between two ends. */
function nearestCut(
  wanted: number,
  { from, to, isCut }: { from: number; to: number; isCut: (at: number) => boolean },
): number | undefined {
  for (let distance = 0; distance < to - from; distance++) {
    for (const at of [wanted - distance, wanted + distance]) {
      if (at > from && at < to && isCut(at)) return at;
    }
  }
  return undefined;
}

function join(blocks: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    joined.set(block, at);
    at += block.length;
  }
  return joined;
}

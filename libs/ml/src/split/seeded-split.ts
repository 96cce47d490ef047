import { createRandom } from '../random/random.js';
import type { Fold } from './stratified-folds.js';
import type { Split } from './stratified-split.js';

/**
 * Sets rows aside by chance alone: for targets without classes.
 * @param options.holdout share of the rows to set aside, between 0 and 1; one row at least stays for training
 */
export function seededSplit(
  rows: Uint32Array,
  { holdout: share, seed }: { readonly holdout: number; readonly seed: number },
): Split {
  const shuffled = rows.slice();
  createRandom(seed).shuffle(shuffled);
  const aside = Math.max(0, Math.min(rows.length - 1, Math.round(rows.length * share)));
  return { train: shuffled.slice(aside).sort(), holdout: shuffled.slice(0, aside).sort() };
}

/**
 * Folds for cross-validation by chance alone; sizes differ by one row at most.
 * @throws RangeError for fewer than two folds, or more folds than rows
 */
export function seededFolds(
  rows: Uint32Array,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Fold[] {
  if (!Number.isInteger(folds) || folds < 2 || folds > rows.length) {
    throw new RangeError(`${rows.length} rows cannot be dealt out to ${folds} folds.`);
  }
  const shuffled = rows.slice();
  createRandom(seed).shuffle(shuffled);
  return Array.from({ length: folds }, (_, index) => ({
    validation: shuffled.filter((_, place) => place % folds === index).sort(),
    train: shuffled.filter((_, place) => place % folds !== index).sort(),
  }));
}

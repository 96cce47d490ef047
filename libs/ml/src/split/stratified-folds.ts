import { createRandom } from '../random/random.js';
import { rowsByClass } from './rows-by-class.js';

export interface Fold {
  /** Row numbers, ascending. */
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Folds for cross-validation: every row is in exactly one validation part, the rows of a class are dealt out one by
 * one, and each class begins where the one before it stopped, so that neither sizes nor shares differ by more than
 * they must.
 * @param codes class of each row of the table
 * @param rows the rows to deal out
 * @throws RangeError for fewer than two folds, or more folds than rows
 */
export function stratifiedFolds(
  codes: Int32Array,
  rows: Uint32Array,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Fold[] {
  const classes = rowsByClass(codes, rows);
  const labelled = classes.reduce((sum, { length }) => sum + length, 0);
  if (!Number.isInteger(folds) || folds < 2 || folds > labelled) {
    throw new RangeError(`${labelled} rows cannot be dealt out to ${folds} folds.`);
  }
  const random = createRandom(seed);
  const parts = Array.from({ length: folds }, (): number[] => []);
  let next = 0;
  for (const members of classes) {
    random.shuffle(members);
    for (const row of members) parts[next++ % folds]?.push(row);
  }
  return parts.map((part, index) => ({
    validation: Uint32Array.from(part).sort(),
    train: Uint32Array.from(parts.flatMap((other, at) => (at === index ? [] : other))).sort(),
  }));
}

import { countGroups, dealGroups, type GroupsToDeal } from './deal-groups.js';
import { rowMask } from './row-mask.js';
import type { Fold } from './stratified-folds.js';
import type { Split } from './stratified-split.js';

/**
 * Sets whole groups of rows aside, so that each class comes near its share among them.
 * @param options.holdout share of the rows to set aside, between 0 and 1
 * @throws RangeError for fewer than two groups
 */
export function groupSplit(
  groups: GroupsToDeal,
  { holdout: share, seed }: { readonly holdout: number; readonly seed: number },
): Split {
  if (countGroups(groups.rows, groups.groups) < 2) {
    throw new RangeError('One group cannot be on two sides.');
  }
  const [train = new Uint32Array(), holdout = new Uint32Array()] = dealGroups(groups, {
    shares: [1 - share, share],
    seed,
  });
  return { train, holdout };
}

/**
 * Folds for cross-validation of which none shares a group with another.
 * @throws RangeError for fewer than two folds, or more folds than groups
 */
export function groupFolds(
  groups: GroupsToDeal,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Fold[] {
  const count = countGroups(groups.rows, groups.groups);
  if (!Number.isInteger(folds) || folds < 2 || folds > count) {
    throw new RangeError(`${count} groups cannot be dealt out to ${folds} folds.`);
  }
  const shares = new Array<number>(folds).fill(1 / folds);
  return dealGroups(groups, { shares, seed }).map((validation) => {
    const apart = rowMask(validation);
    return { validation, train: groups.rows.filter((row) => apart[row] !== 1) };
  });
}

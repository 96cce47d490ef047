import { columnByName, type Column, type Frame } from '@millrace/frame';
import { labelledRows, type LearnedTarget } from '../target/learned-target.js';
import { TrainingDataError } from '../training/training-data-error.js';
import { countGroups } from './deal-groups.js';
import { groupFolds, groupSplit } from './group-split.js';
import { seededFolds, seededSplit } from './seeded-split.js';
import type { SplitBy } from './split-by.js';
import { groupsOf, timesOf } from './split-column.js';
import { stratifiedFolds, type Fold } from './stratified-folds.js';
import { stratifiedSplit, type Split } from './stratified-split.js';
import { timeFolds, timeSplit } from './time-split.js';

const holdoutShare = 0.2;

/** How the rows of a run are parted. */
export interface PlannedSplit extends Split {
  /** The training rows in folds, as many as were asked for where they allow it; the same each time. */
  folds(wanted: number): Fold[];
}

/**
 * Sets a fifth of the rows aside: so that each class has its share; by chance for quantities; whole groups; or the newest
 * rows. Rows without a value to learn, or without a time where time parts them, are on neither side.
 * @throws TrainingDataError when the column that is to part them is absent or cannot
 */
export function planSplit(
  frame: Frame,
  learned: LearnedTarget,
  { splitBy, seed }: { readonly splitBy?: SplitBy | undefined; readonly seed: number },
): PlannedSplit {
  const options = { holdout: holdoutShare, seed };
  const codes = learned.kind === 'classes' ? learned.codes : undefined;
  if (splitBy?.kind === 'time') return planTimeSplit(frame, learned, splitBy.column);
  if (splitBy?.kind === 'group') {
    const groups = groupsOf(columnToSplitBy(frame, splitBy.column));
    const rows = labelledRows(learned);
    if (countGroups(rows, groups) < 3) {
      throw new TrainingDataError(
        `Column ${JSON.stringify(splitBy.column)} has fewer than three groups: there must be one to hold out and two to choose by.`,
      );
    }
    const split = groupSplit({ rows, groups, codes }, options);
    const training = { rows: split.train, groups, codes };
    const most = countGroups(split.train, groups);
    if (most < 2) {
      throw new TrainingDataError(
        `Nearly all rows are of one group of ${JSON.stringify(splitBy.column)}: there is no second one to choose by.`,
      );
    }
    return {
      ...split,
      folds: (wanted) => groupFolds(training, { folds: Math.min(wanted, most), seed }),
    };
  }
  if (codes) {
    const split = stratifiedSplit(codes, options);
    const most = split.train.length;
    return {
      ...split,
      folds: (wanted) =>
        stratifiedFolds(codes, split.train, { folds: Math.min(wanted, most), seed }),
    };
  }
  const split = seededSplit(labelledRows(learned), options);
  const most = split.train.length;
  return {
    ...split,
    folds: (wanted) => seededFolds(split.train, { folds: Math.min(wanted, most), seed }),
  };
}

function planTimeSplit(frame: Frame, learned: LearnedTarget, name: string): PlannedSplit {
  const times = timesOf(columnToSplitBy(frame, name));
  const rows = labelledRows(learned).filter((row) => !Number.isNaN(times[row]));
  const different = new Set<number>();
  for (const row of rows) {
    different.add(times[row] ?? 0);
    if (different.size > 2) break;
  }
  if (different.size < 3) {
    throw new TrainingDataError(
      `Column ${JSON.stringify(name)} has fewer than three different times: there must be one to hold out and two to choose by.`,
    );
  }
  const split = timeSplit({ rows, times }, { holdout: holdoutShare });
  const first = times[split.train[0] ?? 0];
  if (split.train.every((row) => times[row] === first)) {
    throw new TrainingDataError(
      `Nearly all rows are of one time of ${JSON.stringify(name)}: there is no second one to choose by.`,
    );
  }
  return {
    ...split,
    folds: (wanted) => timeFolds({ rows: split.train, times }, { folds: wanted }),
  };
}

function columnToSplitBy(frame: Frame, name: string): Column {
  const column = columnByName(frame, name);
  if (column) return column;
  throw new TrainingDataError(`There is no column ${JSON.stringify(name)} to split by.`);
}

import { columnByName, type Frame } from '@millrace/frame';
import type { PlannedSplit } from '../split/plan-split.js';
import type { SplitBy } from '../split/split-by.js';
import { groupsOf, timesOf } from '../split/split-column.js';
import { labelledRows, type LearnedTarget } from '../target/learned-target.js';
import { counted } from './counted.js';

/** What a person should know of how the rows were parted. */
export function splitWarnings(
  frame: Frame,
  learned: LearnedTarget,
  split: PlannedSplit,
  { splitBy, folds }: { readonly splitBy?: SplitBy | undefined; readonly folds: number },
): string[] {
  return [
    ...(splitBy ? columnWarnings(frame, learned, splitBy) : []),
    ...(learned.kind === 'classes' ? classWarnings(learned, split, folds) : []),
  ];
}

function columnWarnings(frame: Frame, learned: LearnedTarget, splitBy: SplitBy): string[] {
  const column = columnByName(frame, splitBy.column);
  if (!column) return [];
  const name = JSON.stringify(splitBy.column);
  const rows = labelledRows(learned);
  if (splitBy.kind === 'group') {
    const groups = groupsOf(column);
    const alone = rows.reduce((sum, row) => sum + ((groups[row] ?? -1) < 0 ? 1 : 0), 0);
    return [
      `Column ${name} is left out: groups are kept apart by it.`,
      ...(alone > 0
        ? [
            `${counted(alone, 'row')} without a value in ${name}: each counts as a group of its own.`,
          ]
        : []),
    ];
  }
  const times = timesOf(column);
  const lost = rows.reduce((sum, row) => sum + (Number.isNaN(times[row]) ? 1 : 0), 0);
  return [
    `Column ${name} is left out: rows are ordered by it, and those to come are newer than all of them.`,
    ...(lost > 0 ? [`${counted(lost, 'row')} without a time in ${name} left out.`] : []),
  ];
}

function classWarnings(
  { labels, codes }: Extract<LearnedTarget, { kind: 'classes' }>,
  split: PlannedSplit,
  wanted: number,
): string[] {
  const folds = split.folds(wanted);
  const present = (rows: Uint32Array) => {
    const seen = new Uint8Array(labels.length);
    for (const row of rows) seen[codes[row] ?? 0] = 1;
    return seen;
  };
  const train = present(split.train);
  const holdout = present(split.holdout);
  const learned = folds.map((fold) => present(fold.train));
  return labels.flatMap((label, code) => {
    const name = JSON.stringify(label);
    if (train[code] !== 1) {
      return [`Class ${name} is among the held-out rows only: the model cannot know it.`];
    }
    const lacking = learned.filter((seen) => seen[code] !== 1).length;
    return [
      ...(holdout[code] === 1
        ? []
        : [`Class ${name} is missing from the held-out rows: their figures say nothing of it.`]),
      ...(lacking > 0
        ? [
            `Class ${name} is missing from the training rows of ${lacking} of ${counted(folds.length, 'fold')}.`,
          ]
        : []),
    ];
  });
}

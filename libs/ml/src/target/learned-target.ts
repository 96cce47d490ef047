import { columnByName, type Column, type Frame } from '@millrace/frame';
import type { TaskType } from '../learners/learner.js';
import { TrainingDataError } from '../training/training-data-error.js';
import { looksLikeClasses, targetClasses, type TargetClasses } from './target-classes.js';
import { targetQuantities, type TargetQuantities } from './target-quantities.js';

/** The column to learn, as what it is learned as. */
export type LearnedTarget = TargetClasses | TargetQuantities;

/** How a column to learn is read. */
export interface TargetReading {
  /** What it is to be read for; what its values look like when absent. */
  readonly task?: TaskType | undefined;
  /** Of two classes, the one that figures such as recall and the threshold are of; the second in order when absent. */
  readonly positiveClass?: string | undefined;
}

/**
 * Reads the column to learn. What is to be done with it follows from its values where nobody says: text and booleans are
 * classes; numbers are classes when there are two different ones, or when they are whole, 20 at most, and seen three times
 * each on average; all other numbers are quantities.
 * @throws TrainingDataError when there is no such column, or it cannot be read so
 */
export function readTarget(
  frame: Frame,
  target: string,
  { task, positiveClass }: TargetReading = {},
): LearnedTarget {
  const column = columnOf(frame, target);
  const read = task === undefined ? looksLikeClasses(column) : task !== 'regression';
  if (!read) {
    if (positiveClass === undefined) return targetQuantities(column);
    throw new TrainingDataError(
      `Column ${JSON.stringify(target)} is learned as a quantity: it has no positive class.`,
    );
  }
  const classes = withPositiveClass(targetClasses(column), positiveClass, target);
  // Two classes are several, too.
  if (task !== 'binary' || classes.labels.length <= 2) return classes;
  throw new TrainingDataError(
    `Column ${JSON.stringify(target)} has ${classes.labels.length} classes, not two: its task is multiclass.`,
  );
}

/** Puts the positive class second, where everything that asks for it looks. */
function withPositiveClass(
  classes: TargetClasses,
  positiveClass: string | undefined,
  target: string,
): TargetClasses {
  const { labels, codes } = classes;
  if (positiveClass === undefined) return classes;
  const name = `Column ${JSON.stringify(target)}`;
  if (labels.length > 2) {
    throw new TrainingDataError(
      `${name} has ${labels.length} classes: only one of two can be the positive one.`,
    );
  }
  if (!labels.includes(positiveClass)) {
    const present = labels.map((label) => JSON.stringify(label)).join(' and ');
    throw new TrainingDataError(
      `${name} has no class ${JSON.stringify(positiveClass)} to be the positive one; there is ${present}.`,
    );
  }
  if (labels.indexOf(positiveClass) === labels.length - 1) return classes;
  return {
    ...classes,
    labels: labels.toReversed(),
    codes: codes.map((code) => (code < 0 ? code : 1 - code)),
  };
}

export function taskOf(target: LearnedTarget): TaskType {
  if (target.kind === 'quantities') return 'regression';
  return target.labels.length > 2 ? 'multiclass' : 'binary';
}

/** Answers a row gets: a probability of each class, or one value. */
export function answersPerRow(target: LearnedTarget): number {
  return target.kind === 'classes' ? target.labels.length : 1;
}

/** Rows that have a value to learn, ascending. */
export function labelledRows(target: LearnedTarget): Uint32Array {
  const isKnown =
    target.kind === 'classes'
      ? (row: number) => (target.codes[row] ?? -1) >= 0
      : (row: number) => !Number.isNaN(target.values[row]);
  const count = target.kind === 'classes' ? target.codes.length : target.values.length;
  const rows = new Uint32Array(count);
  let known = 0;
  for (let row = 0; row < count; row++) if (isKnown(row)) rows[known++] = row;
  return rows.slice(0, known);
}

function columnOf(frame: Frame, target: string): Column {
  const column = columnByName(frame, target);
  if (column) return column;
  const names = frame.columns.slice(0, 20).map(({ name }) => JSON.stringify(name));
  throw new TrainingDataError(
    `There is no column ${JSON.stringify(target)} to learn; the columns are ${names.join(', ')}.`,
  );
}

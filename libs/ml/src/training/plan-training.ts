import type { Column, Frame } from '@millrace/frame';
import { fitFeatures, isIdentifier } from '../features/fit-features.js';
import type { TaskType } from '../learners/learner.js';
import { rowsByClass } from '../split/rows-by-class.js';
import { targetClasses } from '../target/target-classes.js';
import { TrainingDataError } from './training-data-error.js';

export interface TrainingPlan {
  readonly task: Exclude<TaskType, 'regression'>;
  readonly classes: readonly string[];
  /** What a person should know of these rows, in words. */
  readonly warnings: readonly string[];
}

const fewestRows = 10;
const rareClass = 5;

/**
 * Sees whether something can be learned, before anything is.
 * @throws TrainingDataError saying why not
 */
export function planTraining(frame: Frame, target: string): TrainingPlan {
  const { labels, codes } = targetClasses(frame, target);
  const name = JSON.stringify(target);
  const groups = rowsByClass(codes);
  const labelled = groups.reduce((sum, { length }) => sum + length, 0);
  if (labels.length < 2) {
    throw new TrainingDataError(
      labels.length === 0
        ? `Column ${name} has no values to learn.`
        : `Column ${name} has one class only, ${JSON.stringify(labels[0])}: there is nothing to tell apart.`,
    );
  }
  if (labelled < fewestRows) {
    throw new TrainingDataError(
      `Only ${labelled} rows have a value in ${name}; training needs ${fewestRows} at least.`,
    );
  }
  if (groups.filter(({ length }) => length > 1).length < 2) {
    throw new TrainingDataError(
      `Column ${name} has fewer than two classes with more than one row: nothing can be held out to check on.`,
    );
  }
  const rows = Uint32Array.from(groups.flatMap((group) => [...group]));
  const features = fitFeatures(frame, rows, { target });
  if (features.length === 0) {
    throw new TrainingDataError('No column but the target tells one row from another.');
  }
  const used = new Set(features.map(({ name }) => name));
  return {
    task: labels.length === 2 ? 'binary' : 'multiclass',
    classes: labels,
    warnings: [
      ...missingTargets(name, frame.rowCount - labelled),
      ...groups.flatMap((group, code) => rareClasses(labels[code] ?? '', group.length)),
      ...frame.columns.flatMap((column) =>
        column.name === target || used.has(column.name) ? [] : [leftOut(column, rows.length)],
      ),
    ],
  };
}

function missingTargets(name: string, rows: number): string[] {
  return rows === 0 ? [] : [`${counted(rows, 'row')} without a value in ${name} left out.`];
}

function rareClasses(label: string, rows: number): string[] {
  const name = JSON.stringify(label);
  if (rows === 1) return [`Class ${name} is seen once: it is trained on and cannot be checked.`];
  return rows < rareClass ? [`Class ${name} has ${rows} rows only.`] : [];
}

function leftOut(column: Column, rows: number): string {
  const name = JSON.stringify(column.name);
  const categories = column.kind === 'categorical' ? column.categories.length : 0;
  return isIdentifier(categories, rows)
    ? `Column ${name} is left out: its ${categories} categories name rows rather than describe them.`
    : `Column ${name} is left out: it does not tell one row from another.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

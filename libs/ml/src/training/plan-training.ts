import type { Column, Frame } from '@millrace/frame';
import { widthOf } from '../design/design.js';
import { fitFeatures, isIdentifier } from '../features/fit-features.js';
import type { FitSize, TaskType } from '../learners/learner.js';
import { rowsByClass } from '../split/rows-by-class.js';
import {
  answersPerRow,
  labelledRows,
  readTarget,
  taskOf,
  type LearnedTarget,
} from '../target/learned-target.js';
import { TrainingDataError } from './training-data-error.js';

export interface TrainingPlan {
  readonly task: TaskType;
  /** None for a regression. */
  readonly classes: readonly string[];
  /** What a person should know of these rows, in words. */
  readonly warnings: readonly string[];
  /** How large a fit to the labelled rows is. */
  readonly size: FitSize;
}

const fewestRows = 10;
const rareClass = 5;

/**
 * Sees whether something can be learned, before anything is.
 * @param options.task what is to be learned; what the target's values look like when absent
 * @throws TrainingDataError saying why not
 */
export function planTraining(
  frame: Frame,
  { target, task }: { readonly target: string; readonly task?: TaskType | undefined },
): TrainingPlan {
  const learned = readTarget(frame, target, task);
  const rows = labelledRows(learned);
  const name = JSON.stringify(target);
  refuseUnlearnable(learned, rows, name);
  const features = fitFeatures(frame, rows, { target });
  if (features.length === 0) {
    throw new TrainingDataError('No column but the target tells one row from another.');
  }
  const used = new Set(features.map(({ name }) => name));
  return {
    task: taskOf(learned),
    classes: learned.kind === 'classes' ? learned.labels : [],
    size: {
      rows: rows.length,
      features: features.length,
      width: widthOf(features),
      outputs: answersPerRow(learned),
    },
    warnings: [
      ...missingTargets(name, frame.rowCount - rows.length),
      ...rareClasses(learned),
      ...frame.columns.flatMap((column) =>
        column.name === target || used.has(column.name) ? [] : [leftOut(column, rows.length)],
      ),
    ],
  };
}

function refuseUnlearnable(learned: LearnedTarget, rows: Uint32Array, name: string): void {
  if (rows.length === 0) throw new TrainingDataError(`Column ${name} has no values to learn.`);
  if (learned.kind === 'classes' && learned.labels.length < 2) {
    throw new TrainingDataError(
      `Column ${name} has one class only, ${JSON.stringify(learned.labels[0])}: there is nothing to tell apart.`,
    );
  }
  if (rows.length < fewestRows) {
    throw new TrainingDataError(
      `Only ${counted(rows.length, 'row')} with a value in ${name}; training needs ${fewestRows} at least.`,
    );
  }
  if (learned.kind === 'classes') {
    const checkable = rowsByClass(learned.codes).filter(({ length }) => length > 1);
    if (checkable.length >= 2) return;
    throw new TrainingDataError(
      `Column ${name} has fewer than two classes with more than one row: nothing can be held out to check on.`,
    );
  }
  const first = learned.values[rows[0] ?? 0];
  if (rows.every((row) => learned.values[row] === first)) {
    throw new TrainingDataError(
      `Column ${name} has one value only, ${first}: there is nothing to learn.`,
    );
  }
}

function missingTargets(name: string, rows: number): string[] {
  return rows === 0 ? [] : [`${counted(rows, 'row')} without a value in ${name} left out.`];
}

function rareClasses(learned: LearnedTarget): string[] {
  if (learned.kind === 'quantities') return [];
  return rowsByClass(learned.codes).flatMap(({ length: rows }, code) => {
    const name = JSON.stringify(learned.labels[code]);
    if (rows === 1) {
      return [`Class ${name} is seen once: it is trained on and cannot be checked.`];
    }
    return rows < rareClass ? [`Class ${name} has ${rows} rows only.`] : [];
  });
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

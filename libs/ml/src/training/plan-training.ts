import type { Frame } from '@millrace/frame';
import { widthOf } from '../design/design.js';
import { fitFeatures } from '../features/fit-features.js';
import type { FitSize, TaskType } from '../learners/learner.js';
import { rowsByClass } from '../split/rows-by-class.js';
import {
  answersPerRow,
  labelledRows,
  readTarget,
  taskOf,
  type LearnedTarget,
} from '../target/learned-target.js';
import { columnWarnings } from '../warnings/column-warnings.js';
import { counted } from '../warnings/counted.js';
import { duplicateWarnings } from '../warnings/duplicate-warnings.js';
import { leakWarnings } from '../warnings/leak-warnings.js';
import { splitWarnings } from '../warnings/split-warnings.js';
import { targetWarnings } from '../warnings/target-warnings.js';
import { trainingData, type RowsOfRun } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

export interface TrainingPlan {
  readonly task: TaskType;
  /** None for a regression. */
  readonly classes: readonly string[];
  /** Of the cross-validation: as many as were asked for, where the rows allow it. */
  readonly folds: number;
  /** What a person should know of these rows, in words. */
  readonly warnings: readonly string[];
  /** How large a fit to the training rows is. */
  readonly size: FitSize;
}

const fewestRows = 10;

/**
 * Sees whether something can be learned, and what a person should know of the rows, before anything is.
 * @param run.folds of the cross-validation
 * @throws TrainingDataError saying why not
 */
export function planTraining(
  frame: Frame,
  run: RowsOfRun & { readonly folds: number },
): TrainingPlan {
  const learned = readTarget(frame, run.target, run);
  refuseUnlearnable(learned, JSON.stringify(run.target));
  const data = trainingData(frame, run);
  const { train: rows, apart } = data;
  const features = fitFeatures(frame, rows, { apart });
  if (features.length === 0) {
    throw new TrainingDataError(nothingLeft(columnWarnings({ frame, rows, features, apart })));
  }
  return {
    task: taskOf(learned),
    classes: learned.kind === 'classes' ? learned.labels : [],
    folds: data.folds(run.folds).length,
    size: {
      rows: rows.length,
      features: features.length,
      width: widthOf(features),
      outputs: answersPerRow(learned),
    },
    warnings: [
      ...targetWarnings(frame, run.target, learned),
      ...splitWarnings(frame, learned, data, run),
      ...columnWarnings({ frame, rows, features, apart }),
      ...leakWarnings({ frame, learned, rows, features, seed: run.seed }),
      ...duplicateWarnings(frame, learned, data, features),
    ],
  };
}

/** So many columns are named; the others are counted. */
const mostNamed = 5;

function nothingLeft(leftOut: readonly string[]): string {
  const more = leftOut.length - mostNamed;
  return [
    'No column but the target tells one row from another.',
    ...leftOut.slice(0, mostNamed),
    ...(more > 0 ? [`So it is with ${counted(more, 'column')} more.`] : []),
  ].join(' ');
}

function refuseUnlearnable(learned: LearnedTarget, name: string): void {
  const rows = labelledRows(learned);
  if (rows.length === 0) throw new TrainingDataError(`Column ${name} has no values to learn.`);
  if (rows.length < fewestRows) {
    throw new TrainingDataError(
      `Only ${counted(rows.length, 'row')} with a value in ${name}; training needs ${fewestRows} at least.`,
    );
  }
  if (learned.kind === 'classes') return refuseClasses(learned, name);
  const first = learned.values[rows[0] ?? 0];
  if (rows.every((row) => learned.values[row] === first)) {
    throw new TrainingDataError(
      `Column ${name} has one value only, ${first}: there is nothing to learn.`,
    );
  }
}

function refuseClasses(
  { labels, codes }: Extract<LearnedTarget, { kind: 'classes' }>,
  name: string,
): void {
  if (labels.length < 2) {
    throw new TrainingDataError(
      `Column ${name} has one class only, ${JSON.stringify(labels[0])}: there is nothing to tell apart.`,
    );
  }
  if (rowsByClass(codes).filter(({ length }) => length > 1).length >= 2) return;
  throw new TrainingDataError(
    `Column ${name} has fewer than two classes with more than one row: nothing can be held out to check on.`,
  );
}

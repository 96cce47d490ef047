import type { Frame } from '@millrace/frame';
import type { TaskType } from '../learners/learner.js';
import { seededFolds, seededSplit } from '../split/seeded-split.js';
import { stratifiedFolds, type Fold } from '../split/stratified-folds.js';
import { stratifiedSplit, type Split } from '../split/stratified-split.js';
import { labelledRows, readTarget, type LearnedTarget } from '../target/learned-target.js';

const holdoutShare = 0.2;

/** What fixes the rows of a run: the same always set the same rows aside. */
export interface RowsOfRun {
  /** Name of the column to learn. */
  readonly target: string;
  /** What the target's values look like when absent. */
  readonly task?: TaskType | undefined;
  readonly seed: number;
}

/** A table with its target read and its holdout set aside. */
export interface TrainingData extends Split {
  readonly frame: Frame;
  /** Name of the column to learn. */
  readonly target: string;
  readonly learned: LearnedTarget;
  readonly seed: number;
}

/** @throws TrainingDataError when the target cannot be read */
export function trainingData(frame: Frame, { target, task, seed }: RowsOfRun): TrainingData {
  const learned = readTarget(frame, target, task);
  const options = { holdout: holdoutShare, seed };
  const split =
    learned.kind === 'classes'
      ? stratifiedSplit(learned.codes, options)
      : seededSplit(labelledRows(learned), options);
  return { frame, target, learned, seed, ...split };
}

/** The folds of a run's training rows: the same for every candidate. */
export function foldsOf({ learned, train, seed }: TrainingData, wanted: number): Fold[] {
  const options = { folds: Math.min(wanted, train.length), seed };
  return learned.kind === 'classes'
    ? stratifiedFolds(learned.codes, train, options)
    : seededFolds(train, options);
}

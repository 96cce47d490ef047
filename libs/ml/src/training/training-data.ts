import type { Frame } from '@millrace/frame';
import { planSplit, type PlannedSplit } from '../split/plan-split.js';
import type { SplitBy } from '../split/split-by.js';
import { readTarget, type LearnedTarget, type TargetReading } from '../target/learned-target.js';

/** What fixes the rows of a run: the same always set the same rows aside. */
export interface RowsOfRun extends TargetReading {
  /** Name of the column to learn. */
  readonly target: string;
  /** Chance, with each class having its share, when absent. */
  readonly splitBy?: SplitBy | undefined;
  /** Columns that nothing is to be learned from. */
  readonly leaveOut?: readonly string[] | undefined;
  readonly seed: number;
}

/** A table with its target read and its holdout set aside. */
export interface TrainingData extends PlannedSplit {
  readonly frame: Frame;
  readonly learned: LearnedTarget;
  /** Columns that nothing is learned from: the target, what parts the rows, and what was to be left out. */
  readonly apart: ReadonlySet<string>;
  readonly seed: number;
}

/** @throws TrainingDataError when the target cannot be read, or the rows cannot be parted so */
export function trainingData(frame: Frame, run: RowsOfRun): TrainingData {
  const learned = readTarget(frame, run.target, run);
  const split = planSplit(frame, learned, run);
  return { frame, learned, apart: columnsApart(run), seed: run.seed, ...split };
}

/**
 * A group of rows to come is none of those seen, and a time is none either: a model that leaned on them would be measured
 * on what it can never have learned.
 */
export function columnsApart({ target, splitBy, leaveOut }: RowsOfRun): ReadonlySet<string> {
  return new Set([target, ...(splitBy ? [splitBy.column] : []), ...(leaveOut ?? [])]);
}

import type { Frame } from '@millrace/frame';
import { stratifiedSplit, type Split } from '../split/stratified-split.js';
import { targetClasses, type TargetClasses } from '../target/target-classes.js';

const holdoutShare = 0.2;

/** A table with its target read and its holdout set aside. */
export interface TrainingData extends Split {
  readonly frame: Frame;
  readonly target: string;
  readonly classes: TargetClasses;
}

/** The same table, target and seed always set the same rows aside. @throws TrainingDataError */
export function trainingData(frame: Frame, target: string, seed: number): TrainingData {
  const classes = targetClasses(frame, target);
  const split = stratifiedSplit(classes.codes, { holdout: holdoutShare, seed });
  return { frame, target, classes, ...split };
}

/** Classes of the rows, in their order. */
export function codesOf({ codes }: TargetClasses, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => codes[row] ?? -1);
}

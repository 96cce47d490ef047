import type { Fold } from '../split/stratified-folds.js';
import { rowMask } from '../split/row-mask.js';
import type { TrainingData } from './training-data.js';

/**
 * Those of some training rows that a fold was validated on. Time leaves the oldest unchecked: nothing is known of what
 * candidates would have said of them.
 */
export function answeredAmong(folds: readonly Fold[]): (rows: Uint32Array) => Uint32Array {
  const masks = folds.map(({ validation }) => rowMask(validation));
  return (rows) => rows.filter((row) => masks.some((mask) => mask[row] === 1));
}

/** Whether every class of the target is among the training rows: what speaks of all of them can be learned only then. */
export function hasAllClasses({
  learned,
  train,
}: Pick<TrainingData, 'learned' | 'train'>): boolean {
  if (learned.kind === 'quantities') return true;
  return new Set(train.map((row) => learned.codes[row] ?? -1)).size === learned.labels.length;
}

import type { Column } from '@millrace/frame';
import { TrainingDataError } from '../training/training-data-error.js';

/** The column to learn, as numbers. */
export interface TargetQuantities {
  readonly kind: 'quantities';
  /** NaN where the target is missing or infinite. */
  readonly values: Float64Array;
}

/**
 * Reads a target of quantities.
 * @throws TrainingDataError when it holds no numbers
 */
export function targetQuantities(column: Column): TargetQuantities {
  if (column.kind === 'categorical') {
    throw new TrainingDataError(
      `Column ${JSON.stringify(column.name)} holds ${column.type} values: a regression learns numbers.`,
    );
  }
  return {
    kind: 'quantities',
    values: column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
  };
}

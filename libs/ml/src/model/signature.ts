import type { ColumnType } from '@millrace/frame';
import type { TableEncoding } from '../preprocess/table-encoder.js';

/** A column a model takes. */
export interface ModelInput {
  readonly name: string;
  readonly type: ColumnType;
  /** Categories known from training; others are taken for none of them. */
  readonly categories?: readonly string[];
}

/** What a model takes and what it tells. */
export interface ModelSignature {
  readonly inputs: readonly ModelInput[];
  /** The column it learned. */
  readonly target: string;
  /** The classes, in the order of its probabilities. */
  readonly classes: readonly string[];
}

export function signatureOf(
  { columns }: TableEncoding,
  { target, classes }: Pick<ModelSignature, 'target' | 'classes'>,
): ModelSignature {
  return {
    inputs: columns.map((column) => ({
      name: column.name,
      type: column.type,
      ...(column.kind === 'categorical' && { categories: column.categories }),
    })),
    target,
    classes,
  };
}

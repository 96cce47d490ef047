import type { ColumnType } from '@millrace/frame';
import type { Feature } from '../features/feature-table.js';

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
  features: readonly Feature[],
  { target, classes }: Pick<ModelSignature, 'target' | 'classes'>,
): ModelSignature {
  return {
    inputs: features.map((feature) => ({
      name: feature.name,
      type: feature.type,
      ...(feature.kind === 'categorical' && { categories: feature.categories }),
    })),
    target,
    classes,
  };
}

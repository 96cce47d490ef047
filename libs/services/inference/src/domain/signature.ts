import type { ColumnType } from '@millrace/frame';

/** A feature as a client sends it. */
export interface FeatureInput {
  readonly name: string;
  readonly type: ColumnType;
  /** The categories seen in training; others are allowed, and treated as unknown. */
  readonly categories?: readonly string[];
}

/** What a model takes and gives. */
export interface Signature {
  readonly inputs: readonly FeatureInput[];
  readonly target: string;
  readonly classes: readonly string[];
}

/** One value of a checked row; `null` is a missing value. */
export type FeatureValue = number | string | null;

/** A checked row: values in the order of the signature's inputs. */
export type FeatureRow = readonly FeatureValue[];

export function isNumeric({ type }: FeatureInput): boolean {
  return type === 'integer' || type === 'number';
}

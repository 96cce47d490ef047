import type { ModelInput } from '@millrace/ml';

/** One value of a checked row; `null` is a missing value. */
export type FeatureValue = number | string | null;

/** A checked row: values in the order of the signature's inputs. */
export type FeatureRow = readonly FeatureValue[];

export function isNumeric({ type }: ModelInput): boolean {
  return type === 'integer' || type === 'number';
}

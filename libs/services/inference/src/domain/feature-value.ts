import type { ModelInput } from '@millrace/ml';

/** One value of a checked row; `null` is a missing value. */
export type FeatureValue = number | string | null;

export function isNumeric({ type }: ModelInput): boolean {
  return type === 'integer' || type === 'number';
}

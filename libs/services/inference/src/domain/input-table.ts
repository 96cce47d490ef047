import type { FeatureTable, ModelInput } from '@millrace/ml';
import type { FeatureValue } from './feature-value.js';

/**
 * Checked rows, ready for the model and for the log. `columns` are the inputs of the signature in their order; `values`
 * holds numbers as they were sent, categories by their index among the model's, and NaN for what is missing or not
 * among them.
 */
export interface InputTable extends FeatureTable {
  /** Texts that are no category of the model's, by `row * columns + column`: the log keeps them. */
  readonly strangers: ReadonlyMap<number, string>;
}

/** What was sent for one feature of one row: a category as its text, a missing value as `null`. */
export function valueAt(
  inputs: readonly ModelInput[],
  { columns, values, strangers }: InputTable,
  row: number,
  column: number,
): FeatureValue {
  const at = row * columns + column;
  const value = values[at] ?? Number.NaN;
  const categories = inputs[column]?.categories;
  if (categories === undefined) return Number.isNaN(value) ? null : value;
  return Number.isNaN(value) ? (strangers.get(at) ?? null) : (categories[value] ?? null);
}

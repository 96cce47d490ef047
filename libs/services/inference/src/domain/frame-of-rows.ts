import type { Column, Frame } from '@millrace/frame';
import type { ModelInput } from '@millrace/ml';
import type { FeatureRow } from './feature-row.js';

/** Checked rows as the table a model predicts from; columns in the order of the signature. */
export function frameOfRows(inputs: readonly ModelInput[], rows: readonly FeatureRow[]): Frame {
  return {
    rowCount: rows.length,
    columns: inputs.map((input, column) => columnOf(input, rows, column)),
  };
}

function columnOf(input: ModelInput, rows: readonly FeatureRow[], column: number): Column {
  const { name, type } = input;
  if (type === 'integer' || type === 'number') {
    const values = Float64Array.from(rows, (row) => {
      const value = row[column];
      return typeof value === 'number' ? value : Number.NaN;
    });
    return { kind: 'numeric', name, type, values };
  }
  const categories = new Map<string, number>();
  const codes = Int32Array.from(rows, (row) => {
    const value = row[column];
    if (typeof value !== 'string') return -1;
    const known = categories.get(value);
    if (known !== undefined) return known;
    categories.set(value, categories.size);
    return categories.size - 1;
  });
  return { kind: 'categorical', name, type, codes, categories: [...categories.keys()] };
}

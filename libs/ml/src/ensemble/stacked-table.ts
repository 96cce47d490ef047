import type { Feature, FeatureTable } from '../features/feature-table.js';
import { logOddsOf } from '../scorers/platt.js';

/** Columns that the answers of one member become: its value, or the log odds of its classes, of two of the second alone. */
export function stackedColumns(outputs: number): number {
  return outputs > 2 ? outputs : 1;
}

/** What a combiner of so many members takes. */
export function stackedFeatures(members: number, outputs: number): Feature[] {
  return Array.from({ length: members * stackedColumns(outputs) }, (_, index) => ({
    kind: 'numeric',
    name: String(index),
    type: 'number',
    missing: false,
  }));
}

/** @param answers of each member: rows x outputs, row-major */
export function stackedTable(
  answers: readonly Float64Array[],
  outputs: number,
  rows: number,
): FeatureTable {
  const own = stackedColumns(outputs);
  const columns = answers.length * own;
  const values = new Float64Array(rows * columns);
  answers.forEach((given, member) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < own; column++) {
        const answer = given[row * outputs + (outputs === 2 ? 1 : column)] ?? 0;
        values[row * columns + member * own + column] = outputs === 1 ? answer : logOddsOf(answer);
      }
    }
  });
  return { rows, columns, values };
}

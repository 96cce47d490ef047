import type { FeatureTable } from '../features/feature-table.js';
import type { Design } from './design.js';
import type { Matrix } from './matrix.js';

/** The matrix of a table's rows. */
export function designMatrix({ terms, width }: Design, table: FeatureTable): Matrix {
  const values = new Float64Array(table.rows * width);
  terms.forEach((term, feature) => {
    if (term.kind === 'categorical') {
      const { column, levels, missingColumn } = term;
      for (let row = 0; row < table.rows; row++) {
        const level = table.values[row * table.columns + feature] ?? 0;
        if (level < levels) values[row * width + column + level] = 1;
        else if (missingColumn && Number.isNaN(level)) values[row * width + column + levels] = 1;
      }
      return;
    }
    const { column, median, mean, scale, missingColumn } = term;
    for (let row = 0; row < table.rows; row++) {
      const value = table.values[row * table.columns + feature] ?? 0;
      const missing = Number.isNaN(value);
      values[row * width + column] = ((missing ? median : value) - mean) / scale;
      if (missing && missingColumn) values[row * width + column + 1] = 1;
    }
  });
  return { rows: table.rows, columns: width, values };
}

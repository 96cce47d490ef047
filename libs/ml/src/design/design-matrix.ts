import type { FeatureTable } from '../features/feature-table.js';
import type { CategoricalTerm, Design, NumericTerm } from './design.js';
import type { Matrix } from './matrix.js';

/** The matrix of a table's rows. */
export function designMatrix({ terms, width }: Design, table: FeatureTable): Matrix {
  const values = new Float64Array(table.rows * width);
  const matrix = { rows: table.rows, columns: width, values };
  const numeric: { term: NumericTerm; feature: number }[] = [];
  terms.forEach((term, feature) => {
    if (term.kind === 'numeric') numeric.push({ term, feature });
    else writeLevels(matrix, table, feature, term);
  });
  writeNumbers(matrix, table, {
    features: Int32Array.from(numeric, ({ feature }) => feature),
    places: Int32Array.from(numeric, ({ term }) => term.column),
    medians: Float64Array.from(numeric, ({ term }) => term.median),
    means: Float64Array.from(numeric, ({ term }) => term.mean),
    scales: Float64Array.from(numeric, ({ term }) => term.scale),
  });
  for (const { term, feature } of numeric) {
    if (term.missingColumn) writeGaps(matrix, table, feature, term.column + 1);
  }
  return matrix;
}

function writeLevels(
  { columns: width, values }: Matrix,
  table: FeatureTable,
  feature: number,
  { column, levels, missingColumn }: CategoricalTerm,
): void {
  for (let row = 0; row < table.rows; row++) {
    const level = table.values[row * table.columns + feature] ?? 0;
    if (level < levels) values[row * width + column + level] = 1;
    else if (missingColumn && Number.isNaN(level)) values[row * width + column + levels] = 1;
  }
}

/** All numeric columns of a row before the next row: memory is read and written forwards. */
function writeNumbers(
  { columns: width, values }: Matrix,
  table: FeatureTable,
  {
    features,
    places,
    medians,
    means,
    scales,
  }: {
    readonly features: Int32Array;
    readonly places: Int32Array;
    readonly medians: Float64Array;
    readonly means: Float64Array;
    readonly scales: Float64Array;
  },
): void {
  const given = table.values;
  for (let from = 0, to = 0; from < given.length; from += table.columns, to += width) {
    for (let index = 0; index < features.length; index++) {
      const value = given[from + (features[index] ?? 0)] ?? 0;
      const filled = value === value ? value : (medians[index] ?? 0);
      values[to + (places[index] ?? 0)] = (filled - (means[index] ?? 0)) / (scales[index] ?? 1);
    }
  }
}

function writeGaps(
  { columns: width, values }: Matrix,
  table: FeatureTable,
  feature: number,
  column: number,
): void {
  for (let row = 0; row < table.rows; row++) {
    if (Number.isNaN(table.values[row * table.columns + feature])) values[row * width + column] = 1;
  }
}

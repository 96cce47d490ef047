import { columnByName, type Column, type Frame } from '@millrace/frame';
import type { Feature, FeatureTable } from './feature-table.js';
import { SignatureMismatch } from './signature-mismatch.js';

/**
 * The features of a frame's rows; columns are found by name, others ignored.
 * @param rows which rows, in which order; all of them when absent
 * @throws SignatureMismatch when a column is absent or of another kind
 */
export function encodeFrame(
  features: readonly Feature[],
  frame: Frame,
  rows?: Uint32Array,
): FeatureTable {
  const columns = features.length;
  const count = rows?.length ?? frame.rowCount;
  const values = new Float64Array(count * columns);
  features.forEach((feature, offset) => {
    const source = sourceOf(frame, feature);
    if (source.kind === 'numeric') {
      copyNumbers(source.values, rows, values, offset, columns);
    } else if (feature.kind === 'categorical') {
      copyCategories(feature.categories, source, rows, values, offset, columns);
    }
  });
  return { rows: count, columns, values };
}

function copyNumbers(
  source: Float64Array,
  rows: Uint32Array | undefined,
  values: Float64Array,
  offset: number,
  columns: number,
): void {
  for (let row = 0, at = offset; at < values.length; row++, at += columns) {
    const value = source[rows ? (rows[row] ?? 0) : row] ?? Number.NaN;
    values[at] = Number.isFinite(value) ? value : Number.NaN;
  }
}

function copyCategories(
  categories: readonly string[],
  source: Extract<Column, { kind: 'categorical' }>,
  rows: Uint32Array | undefined,
  values: Float64Array,
  offset: number,
  columns: number,
): void {
  const place = new Map(categories.map((category, index) => [category, index]));
  const placeOf = Float64Array.from(
    source.categories,
    (category) => place.get(category) ?? Number.NaN,
  );
  for (let row = 0, at = offset; at < values.length; row++, at += columns) {
    const code = source.codes[rows ? (rows[row] ?? 0) : row] ?? -1;
    values[at] = code < 0 ? Number.NaN : (placeOf[code] ?? Number.NaN);
  }
}

function sourceOf(frame: Frame, feature: Feature): Column {
  const source = columnByName(frame, feature.name);
  const name = JSON.stringify(feature.name);
  if (!source) throw new SignatureMismatch(`The table has no column ${name}.`);
  if (source.kind === feature.kind) return source;
  throw new SignatureMismatch(
    `Column ${name} must hold ${feature.kind === 'numeric' ? 'numbers' : 'categories'}, not ${source.type} values.`,
  );
}

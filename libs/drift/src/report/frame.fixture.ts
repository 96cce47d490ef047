import type { CategoricalColumn, Column, Frame, NumericColumn } from '@millrace/frame';

/** A numeric column of the given values. */
export function numbers(
  name: string,
  values: readonly number[],
  type: NumericColumn['type'] = 'number',
): NumericColumn {
  return { kind: 'numeric', name, type, values: Float64Array.from(values) };
}

/** A text column of the given values; null is missing. */
export function texts(name: string, values: readonly (string | null)[]): CategoricalColumn {
  const categories = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) =>
    value === null ? -1 : categories.indexOf(value),
  );
  return { kind: 'categorical', name, type: 'string', codes, categories };
}

/** A frame of columns of one length. */
export function frame(...columns: readonly Column[]): Frame {
  const first = columns[0];
  const rowCount =
    first === undefined ? 0 : first.kind === 'numeric' ? first.values.length : first.codes.length;
  return { rowCount, columns };
}

/** `count` values of a fixed, evenly spread sequence in [0, 1), not ascending. */
export function spread(count: number, factor = 7919, offset = 1): number[] {
  return Array.from({ length: count }, (_, i) => ((i * factor + offset) % 10007) / 10007);
}

import type { DatasetVersion } from '@millrace/contracts';
import { encodeFrame, type CategoricalColumn, type NumericColumn } from '@millrace/frame';

/** Details of a dataset version of these frames. */
export const withTarget: Partial<DatasetVersion> = {
  target: 'label',
  columns: [
    { name: 'x0', type: 'number' },
    { name: 'x1', type: 'number' },
    { name: 'label', type: 'string' },
  ],
};

const rows = 60;

/**
 * Two groups of rows that two numbers tell apart, encoded: columns `<prefix>0`, `<prefix>1`, and `label` with the
 * classes `low` and `high`.
 */
export function twoGroups({ prefix = 'x' }: { prefix?: string } = {}): Uint8Array {
  return encodeFrame({
    rowCount: rows,
    columns: [numbers(`${prefix}0`, 0, 4), numbers(`${prefix}1`, 1, 4), labels(['low', 'high'])],
  });
}

/** The same rows with a number as their `label`, which both columns add to. */
export function quantities({ digits = 9 }: { digits?: number } = {}): Uint8Array {
  const columns = [numbers('x0', 0, 4), numbers('x1', 1, 4)];
  const [first, second] = columns;
  const values = Float64Array.from({ length: rows }, (_, row) =>
    Number(((first?.values[row] ?? 0) + 0.5 * (second?.values[row] ?? 0)).toFixed(digits)),
  );
  return encodeFrame({
    rowCount: rows,
    columns: [...columns, { kind: 'numeric', name: 'label', type: 'number', values }],
  });
}

/** The same rows, of which nothing can be learned: every label is `low`. */
export function oneClass(): Uint8Array {
  return encodeFrame({
    rowCount: rows,
    columns: [numbers('x0', 0, 0), labels(['low'])],
  });
}

/** Numbers of which every second one lies higher by `gap`. */
function numbers(name: string, column: number, gap: number): NumericColumn {
  const values = Float64Array.from(
    { length: rows },
    (_, row) => (row % 2) * gap + Math.sin(row * 12.9898 + column * 78.233),
  );
  return { kind: 'numeric', name, type: 'number', values };
}

function labels(categories: readonly string[]): CategoricalColumn {
  return {
    kind: 'categorical',
    name: 'label',
    type: 'string',
    codes: Int32Array.from({ length: rows }, (_, row) => row % categories.length),
    categories,
  };
}

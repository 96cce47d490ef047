import type { Column, Frame } from '@millrace/frame';
import type { Feature } from '../features/feature-table.js';
import { isIdentifier, numbersRows, spreadOfWholeNumbers } from '../features/row-names.js';
import { counted } from './counted.js';

export interface ColumnsToWarnOf {
  readonly frame: Frame;
  /** The rows that features were fitted to. */
  readonly rows: Uint32Array;
  readonly features: readonly Feature[];
  /** Columns that nothing is learned from by intention. */
  readonly apart: ReadonlySet<string>;
}

/** Rows from which distinct whole numbers look like identifiers. */
const enoughToTell = 100;

/** Columns that are left out and why; values that are not taken as they are; columns that look like names of rows. */
export function columnWarnings({ frame, rows, features, apart }: ColumnsToWarnOf): string[] {
  const used = new Set(features.map(({ name }) => name));
  return frame.columns.flatMap((column) => {
    if (apart.has(column.name)) return [];
    if (!used.has(column.name)) return [leftOut(column, rows)];
    return [...infiniteValues(column), ...identifierLike(column, rows)];
  });
}

function leftOut(column: Column, rows: Uint32Array): string {
  const name = JSON.stringify(column.name);
  if (column.kind === 'numeric') {
    if (numbersRows(column.values, rows)) {
      return `Column ${name} is left out: it numbers the rows, and tells nothing of those to come.`;
    }
    return rows.some((row) => Number.isFinite(column.values[row]))
      ? `Column ${name} is left out: it has one value only.`
      : `Column ${name} is left out: it has no values.`;
  }
  const seen = new Set<number>();
  for (const row of rows) if ((column.codes[row] ?? -1) >= 0) seen.add(column.codes[row] ?? -1);
  if (isIdentifier(seen.size, rows.length)) {
    return `Column ${name} is left out: its ${seen.size} categories name rows rather than describe them.`;
  }
  return seen.size === 0
    ? `Column ${name} is left out: it has no values.`
    : `Column ${name} is left out: it has one value only.`;
}

function infiniteValues(column: Column): string[] {
  if (column.kind !== 'numeric') return [];
  const infinite = column.values.reduce(
    (sum, value) => sum + (Math.abs(value) === Infinity ? 1 : 0),
    0,
  );
  if (infinite === 0) return [];
  const name = JSON.stringify(column.name);
  return [`Column ${name} has ${counted(infinite, 'infinite value')}, treated as missing.`];
}

function identifierLike(column: Column, rows: Uint32Array): string[] {
  if (column.kind !== 'numeric' || rows.length < enoughToTell) return [];
  if (spreadOfWholeNumbers(column.values, rows) === undefined) return [];
  return [
    `Column ${JSON.stringify(column.name)} has another whole number in every row, as identifiers have: leave it out of the data if it is one.`,
  ];
}

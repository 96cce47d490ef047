import type { Column } from '@millrace/frame';
import { TrainingDataError } from '../training/training-data-error.js';

/** The column to learn, as classes. */
export interface TargetClasses {
  readonly kind: 'classes';
  /** Sorted, numbers by value, text by code unit; but the positive one of two is the second. */
  readonly labels: readonly string[];
  /** Class of each row, an index into `labels`; -1 where the target is missing. */
  readonly codes: Int32Array;
}

const mostClasses = 100;
/** Numbers that are so many or fewer may be names of classes. */
const mostNumericClasses = 20;
/** Rows for each of them, on average, that make it likely. */
const rowsOfNumericClass = 3;

/** Whether a column's values are classes by the look of them. */
export function looksLikeClasses(column: Column): boolean {
  if (column.kind === 'categorical') return true;
  const distinct = new Set<number>();
  let rows = 0;
  let whole = true;
  for (const value of column.values) {
    if (!Number.isFinite(value)) continue;
    rows++;
    distinct.add(value + 0);
    whole &&= Number.isInteger(value);
    if (distinct.size > mostNumericClasses || (!whole && distinct.size > 2)) return false;
  }
  return distinct.size <= 2 || distinct.size * rowsOfNumericClass <= rows;
}

/**
 * Reads a target of classes.
 * @throws TrainingDataError when there are too many
 */
export function targetClasses(column: Column): TargetClasses {
  const classes = column.kind === 'numeric' ? numericClasses(column) : categoricalClasses(column);
  if (classes.labels.length <= mostClasses) return { kind: 'classes', ...classes };
  throw new TrainingDataError(
    `Column ${JSON.stringify(column.name)} has ${classes.labels.length} different values; classes are ${mostClasses} at most.`,
  );
}

type Classes = Pick<TargetClasses, 'labels' | 'codes'>;

function categoricalClasses(column: Extract<Column, { kind: 'categorical' }>): Classes {
  const present = new Set(column.codes);
  const labels = column.categories.filter((_, code) => present.has(code)).sort();
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const recoded = column.categories.map((label) => indexOf.get(label) ?? -1);
  return { labels, codes: column.codes.map((code) => (code < 0 ? -1 : (recoded[code] ?? -1))) };
}

function numericClasses({ values }: Extract<Column, { kind: 'numeric' }>): Classes {
  const distinct = new Set<number>();
  for (const value of values) if (Number.isFinite(value)) distinct.add(value + 0);
  const labels = [...distinct].sort((a, b) => a - b);
  const indexOf = new Map(labels.map((value, index) => [value, index]));
  return {
    labels: labels.map(String),
    codes: Int32Array.from(values, (value) => indexOf.get(value) ?? -1),
  };
}

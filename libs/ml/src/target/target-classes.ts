import { columnByName, type Column, type Frame } from '@millrace/frame';
import { TrainingDataError } from '../training/training-data-error.js';

/** The column to learn, as classes. */
export interface TargetClasses {
  /** Sorted: numbers by value, text by code unit. */
  readonly labels: readonly string[];
  /** Class of each row, an index into `labels`; -1 where the target is missing. */
  readonly codes: Int32Array;
}

const mostClasses = 100;
const mostNumericClasses = 20;

/**
 * Reads a target of classes: text, booleans, or few different whole numbers.
 * @throws TrainingDataError
 */
export function targetClasses(frame: Frame, target: string): TargetClasses {
  const column = columnByName(frame, target);
  if (!column) {
    const names = frame.columns.slice(0, 20).map(({ name }) => JSON.stringify(name));
    throw new TrainingDataError(
      `There is no column ${JSON.stringify(target)} to learn; the columns are ${names.join(', ')}.`,
    );
  }
  const classes = column.kind === 'numeric' ? numericClasses(column) : categoricalClasses(column);
  if (classes.labels.length > mostClasses) {
    throw new TrainingDataError(
      `Column ${JSON.stringify(target)} has ${classes.labels.length} different values; a target has ${mostClasses} at most.`,
    );
  }
  return classes;
}

function categoricalClasses(column: Extract<Column, { kind: 'categorical' }>): TargetClasses {
  const present = new Set(column.codes);
  const labels = column.categories.filter((_, code) => present.has(code)).sort();
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const recoded = column.categories.map((label) => indexOf.get(label) ?? -1);
  return { labels, codes: column.codes.map((code) => (code < 0 ? -1 : (recoded[code] ?? -1))) };
}

function numericClasses(column: Extract<Column, { kind: 'numeric' }>): TargetClasses {
  const name = JSON.stringify(column.name);
  const distinct = new Set<number>();
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    distinct.add(value + 0);
    if (!Number.isInteger(value) || distinct.size > mostNumericClasses) {
      throw new TrainingDataError(
        `Column ${name} holds a quantity, not classes: it has ${Number.isInteger(value) ? `more than ${mostNumericClasses} different values` : 'fractions'}. Learning quantities (regression) is not offered yet.`,
      );
    }
  }
  const values = [...distinct].sort((a, b) => a - b);
  const indexOf = new Map(values.map((value, index) => [value, index]));
  return {
    labels: values.map(String),
    codes: Int32Array.from(column.values, (value) => indexOf.get(value) ?? -1),
  };
}

import type { Column } from '@millrace/frame';
import { TrainingDataError } from '../training/training-data-error.js';

/** Group of each row; -1 where the column is missing: such a row is a group of its own. */
export function groupsOf(column: Column): Int32Array {
  if (column.kind === 'categorical') return column.codes;
  const groupOf = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const group = groupOf.get(value) ?? groupOf.size;
    groupOf.set(value, group);
    return group;
  });
}

/** Dates and times of ISO 8601, as far as they can be compared. */
const isoTime = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

/**
 * Time of each row: the number, or milliseconds of a date of ISO 8601; NaN where there is none. Times without a zone are
 * those of UTC.
 * @throws TrainingDataError naming a text that is no time
 */
export function timesOf(column: Column): Float64Array {
  if (column.kind === 'numeric') {
    return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  }
  const timeOf = column.categories.map((text) => {
    const time = isoTime.test(text) ? Date.parse(inUtc(text)) : Number.NaN;
    if (!Number.isNaN(time)) return time;
    throw new TrainingDataError(
      `Column ${JSON.stringify(column.name)} orders no rows: ${JSON.stringify(text.slice(0, 40))} is neither a number nor a date such as 2024-03-31 or 2024-03-31T12:00:00Z.`,
    );
  });
  return Float64Array.from(column.codes, (code) => timeOf[code] ?? Number.NaN);
}

function inUtc(text: string): string {
  const time = text.replace(' ', 'T');
  return time.includes('T') && !/(Z|[+-]\d{2}:?\d{2})$/.test(time) ? `${time}Z` : time;
}

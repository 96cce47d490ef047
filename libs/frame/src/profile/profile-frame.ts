import type { Column, ColumnType, Frame } from '../frame.js';
import { profileCategories, type CategoricalProfile } from './profile-categories.js';
import { profileNumbers, type NumericProfile } from './profile-numbers.js';

interface ColumnHead {
  readonly name: string;
  readonly type: ColumnType;
}

export type ColumnProfile = ColumnHead & (NumericProfile | CategoricalProfile);

/** What a table holds, column by column; plain JSON. */
export interface FrameProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** What a person should look at before training, in words. */
  readonly warnings: readonly string[];
}

export function profileFrame(frame: Frame): FrameProfile {
  const columns = frame.columns.map(profileColumn);
  return {
    rows: frame.rowCount,
    columns,
    warnings: columns.flatMap((column) => warningsOf(column, frame.rowCount)),
  };
}

function profileColumn(column: Column): ColumnProfile {
  const { name, type } = column;
  return column.kind === 'numeric'
    ? { name, type, ...profileNumbers(column.values) }
    : { name, type, ...profileCategories(column.codes, column.categories) };
}

const manyCategories = 100;
const manyMissing = 0.5;

function warningsOf(column: ColumnProfile, rows: number): string[] {
  const name = JSON.stringify(column.name);
  if (column.missing === rows) return [`Column ${name} has no values.`];
  if (column.distinct === 1) return [`Column ${name} has one value only.`];
  const warnings: string[] = [];
  if (column.missing > manyMissing * rows) {
    warnings.push(
      `Column ${name} misses ${Math.round((100 * column.missing) / rows)} % of its values.`,
    );
  }
  if ('top' in column && column.distinct > manyCategories) {
    warnings.push(`Column ${name} has ${column.distinct} categories: an identifier, or free text?`);
  }
  if ('infinite' in column && column.infinite > 0) {
    warnings.push(
      `Column ${name} has ${column.infinite} infinite values, which count as missing in training.`,
    );
  }
  return warnings;
}

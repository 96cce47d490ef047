import { readFileSync } from 'node:fs';
import type { Column, Frame } from '@millrace/frame';
import { wildTable } from '../../../libs/ml/src/onnx/wild-table.fixture.js';

/** A CSV file and the column to learn. */
export interface Table {
  readonly name: string;
  readonly csv: string;
  readonly target: string;
}

const sample = (name: string, target: string): Table => ({
  name,
  target,
  csv: readFileSync(new URL(`../../../samples/${name}.csv`, import.meta.url), 'utf8'),
});

/** The samples, and generated tables with everything in them: of two classes, of several, of a quantity. */
export const tables: readonly Table[] = [
  sample('breast-cancer', 'diagnosis'),
  sample('penguins', 'species'),
  sample('iris', 'species'),
  { name: 'wild-two-classes', target: 'target', csv: csvOf(wildTable({ seed: 11 })) },
  {
    name: 'wild-five-classes',
    target: 'target',
    csv: csvOf(wildTable({ seed: 12, classCount: 5, rows: 400 })),
  },
  { name: 'wild-quantity', target: 'mean radius (mm)', csv: csvOf(wildTable({ seed: 13 })) },
];

function csvOf({ columns, rowCount }: Frame): string {
  const lines = [columns.map(({ name }) => quoted(name)).join(',')];
  for (let row = 0; row < rowCount; row++) {
    lines.push(columns.map((column) => fieldOf(column, row)).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function fieldOf(column: Column, row: number): string {
  if (column.kind === 'categorical') {
    return quoted(column.categories[column.codes[row] ?? -1] ?? '');
  }
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? '' : String(value);
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

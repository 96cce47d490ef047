import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '@millrace/frame';
import { decodeModel } from '@millrace/ml';
import type { Table } from './tables.js';

/** What Millrace itself says of the rows of a table. */
type Expected =
  | { readonly kind: 'classes'; readonly labels: string[]; readonly probabilities: number[][] }
  | { readonly kind: 'quantity'; readonly values: number[] };

/**
 * Writes a case for the Python side: a folder of files of a model, the table, and what Millrace says of its rows.
 * @param files by name, `model.millrace` and `model.onnx` among them
 */
export function writeCase(
  folder: string,
  table: Table,
  files: Readonly<Record<string, Uint8Array>>,
): void {
  mkdirSync(join(folder, 'model'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, 'model', name), bytes);
  }
  writeFileSync(join(folder, 'table.csv'), table.csv);
  const model = files['model.millrace'];
  if (!model) throw new RangeError('The model has no model.millrace.');
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expectedOf(model, table)));
}

function expectedOf(bytes: Uint8Array, { csv }: Table): Expected {
  const model = decodeModel(bytes);
  const said = model.predict(parseCsv(new TextEncoder().encode(csv)));
  if (said.kind === 'quantities') return { kind: 'quantity', values: [...said.values] };
  const { classes } = model.signature;
  return {
    kind: 'classes',
    labels: Array.from(said.classes, (code) => classes[code] ?? ''),
    probabilities: Array.from(said.classes, (_, row) => [
      ...said.probabilities.subarray(row * classes.length, (row + 1) * classes.length),
    ]),
  };
}

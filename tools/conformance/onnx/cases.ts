import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '@millrace/frame';
import { decodeModel, type Model } from '@millrace/ml';
import type { Table } from './tables.js';

/** What Millrace itself says of the rows of a table. */
type Expected =
  | { readonly kind: 'classes'; readonly labels: string[]; readonly probabilities: number[][] }
  | { readonly kind: 'quantity'; readonly values: number[] };

/**
 * Writes a case for the Python side: a folder of files of a model, the table, and what Millrace says of its rows.
 * @param files by name, `model.millrace` and `model.onnx` among them
 * @returns the classes of the model
 */
export function writeCase(
  folder: string,
  table: Table,
  files: Readonly<Record<string, Uint8Array>>,
): readonly string[] {
  mkdirSync(join(folder, 'model'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, 'model', name), bytes);
  }
  writeFileSync(join(folder, 'table.csv'), table.csv);
  const model = files['model.millrace'];
  if (!model) throw new RangeError('The model has no model.millrace.');
  const decoded = decodeModel(model);
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expectedOf(decoded, table)));
  return decoded.signature.classes;
}

function expectedOf(model: Model, { csv }: Table): Expected {
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

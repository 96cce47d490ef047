import type { ModelSignature } from '@millrace/ml';
import { valueAt, type InputTable } from '../input-table.js';
import type { LoadedModel } from '../loaded-model.js';

/**
 * The rows of one version's table as another version takes them, by the names of their features.
 * @returns `undefined` when the other version needs a feature that was not sent, or one of another kind
 */
export function rewriteTable(
  table: InputTable,
  { inputs: from }: ModelSignature,
  { inputs: reader, signature: { inputs: to } }: Pick<LoadedModel, 'inputs' | 'signature'>,
): InputTable | undefined {
  const places = to.map(({ name }) => from.findIndex((input) => input.name === name));
  if (places.includes(-1)) return undefined;
  const writer = reader.write(table.rows);
  for (let row = 0; row < table.rows; row++) {
    for (const [column, place] of places.entries()) {
      if (writer.put(row, column, valueAt(from, table, row, place)) !== undefined) return undefined;
    }
  }
  return writer.finish();
}

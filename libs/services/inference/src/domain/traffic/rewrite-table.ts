import type { ModelInput, ModelSignature } from '@millrace/ml';
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
  if (isSame(from, to)) return table;
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

/** Whether rows of the one are rows of the other as they stand, which is how most versions follow each other. */
function isSame(from: readonly ModelInput[], to: readonly ModelInput[]): boolean {
  return (
    from.length === to.length &&
    from.every(({ name, type, categories = [] }, column) => {
      const other = to[column];
      const others = other?.categories ?? [];
      return (
        name === other?.name &&
        type === other.type &&
        categories.length === others.length &&
        categories.every((category, code) => category === others[code])
      );
    })
  );
}

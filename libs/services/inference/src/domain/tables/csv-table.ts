import { isMissingText } from '@millrace/frame';
import { PlatformError } from '@millrace/platform';
import type { InputColumn } from '../input-column.js';
import type { ModelInputs } from '../model-inputs.js';
import { FaultList, pointerTo, type ReadInput } from '../read-input.js';

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
/**
 * Where the features of a model stand in a table with a header. Other columns are left alone: a file that was learned
 * from still has its target.
 * @returns for each feature its place in a record
 * @throws PlatformError `invalid_argument` naming the features that no column has
 */
export function csvPlaces(inputs: ModelInputs, header: readonly string[]): readonly number[] {
  const names = header.map((name) => name.trim().replace(/^\uFEFF/, ''));
  const places = inputs.columns.map(({ name }) => names.indexOf(name));
  const faults = inputs.columns
    .filter((_, column) => places[column] === -1)
    .map(({ name }) => ({ field: pointerTo('', name), message: 'has no column' }));
  if (faults.length === 0) return places;
  const message = 'The header must name every feature of the model.';
  throw new PlatformError('invalid_argument', message, { faults: faults.slice(0, 100) });
}

/** Rows of a file as values. @throws PlatformError `invalid_argument` for no rows or too many */
export function readCsvRows(
  inputs: ModelInputs,
  places: readonly number[],
  { records, width }: { readonly records: readonly (readonly string[])[]; readonly width: number },
): ReadInput {
  const faults = new FaultList();
  const table = inputs.write(records.length);
  records.forEach((record, row) => {
    if (record.length !== width) {
      faults.add(
        `/rows/${row}`,
        `must have ${width} fields as the header has, not ${record.length}`,
      );
      return;
    }
    inputs.columns.forEach((input, column) => {
      const wrong = table.put(row, column, valueOf(input, record[places[column] ?? -1] ?? ''));
      if (wrong !== undefined) faults.add(pointerTo(`/rows/${row}`, input.name), wrong);
    });
  });
  return faults.orTable(() => table.finish());
}

function valueOf({ numeric, codes }: InputColumn, text: string): unknown {
  const trimmed = text.trim();
  // What stands for a missing value in a file that was learned from, it does here.
  if (isMissingText(trimmed)) return null;
  if (numeric) return decimal.test(trimmed) ? Number(trimmed) : trimmed;
  const lower = trimmed.toLowerCase();
  return !codes.has(trimmed) && (lower === 'true' || lower === 'false') ? lower : trimmed;
}

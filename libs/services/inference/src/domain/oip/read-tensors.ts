import type { InputTableWriter } from '../input-table-writer.js';
import type { ModelInputs } from '../model-inputs.js';
import { FaultList, type ReadInput } from '../read-input.js';
import { malformed, type InputTensor } from './infer-request.js';

/** Name of the tensor in which a model of numbers alone takes all its features. */
export const wholeInput = 'input';

/**
 * Rows out of tensors: one a feature, of shape `[rows, 1]` or `[rows]`; or, where every feature is a number, all of them
 * as one tensor `input` of shape `[rows, features]`, in the order of the metadata. NaN, `null` and the empty text are
 * missing values.
 * @throws PlatformError `invalid_argument` for tensors that are no rows
 */
export function readTensors(inputs: ModelInputs, tensors: readonly InputTensor[]): ReadInput {
  const [first] = tensors;
  if (
    first?.name === wholeInput &&
    tensors.length === 1 &&
    inputs.numbersOnly &&
    inputs.columnOf(wholeInput) === undefined
  ) {
    return readWhole(inputs, first);
  }
  return readByFeature(inputs, tensors);
}

function readWhole(inputs: ModelInputs, { shape, elements }: InputTensor): ReadInput {
  const [rows = 0, width] = shape;
  const columns = inputs.columns.length;
  if (shape.length !== 2 || width !== columns) {
    throw malformed('/inputs/0/shape', `must be [rows, ${columns}]: one column a feature`);
  }
  const faults = new FaultList();
  const table = inputs.write(rows);
  for (let row = 0; row < rows && !faults.full; row++) {
    for (let column = 0; column < columns; column++) {
      put(table, row, column, { elements, at: row * columns + column, index: 0 }, faults);
    }
  }
  return faults.orTable(() => table.finish());
}

function readByFeature(inputs: ModelInputs, tensors: readonly InputTensor[]): ReadInput {
  const faults = new FaultList();
  const rows = tensors[0]?.shape[0] ?? 0;
  const placed = new Map<number, number>();
  tensors.forEach(({ name, shape }, index) => {
    const column = inputs.columnOf(name);
    if (column === undefined) {
      faults.add(`/inputs/${index}/name`, 'is no feature of this model');
    } else if (placed.has(column)) {
      faults.add(`/inputs/${index}/name`, 'is the name of another input too');
    } else if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
      faults.add(`/inputs/${index}/shape`, 'must be [rows, 1] or [rows]');
    } else if (shape[0] !== rows) {
      faults.add(`/inputs/${index}/shape`, 'must have as many rows as the first input');
    } else placed.set(column, index);
  });
  inputs.columns.forEach(({ name }, column) => {
    if (!placed.has(column) && !tensors.some((tensor) => tensor.name === name)) {
      faults.add('/inputs', `must have an input for the feature ${JSON.stringify(name)}`);
    }
  });
  const table = inputs.write(rows);
  for (const [column, index] of placed) {
    const elements = tensors[index]?.elements ?? [];
    for (let row = 0; row < rows && !faults.full; row++) {
      put(table, row, column, { elements, at: row, index }, faults);
    }
  }
  return faults.orTable(() => table.finish());
}

function put(
  table: InputTableWriter,
  row: number,
  column: number,
  { elements, at, index }: { elements: InputTensor['elements']; at: number; index: number },
  faults: FaultList,
): void {
  const value = elements[at] ?? null;
  if (value === '') return;
  const wrong =
    typeof value === 'number' ? table.putNumber(row, column, value) : table.put(row, column, value);
  if (wrong !== undefined) faults.add(`/inputs/${index}/data/${at}`, wrong);
}

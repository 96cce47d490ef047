import { PlatformError } from '@millrace/platform';
import type { ModelInputs } from '../model-inputs.js';
import { FaultList, pointerTo, type ReadInput } from '../read-input.js';

/** Rows as a request has them: how many, and the value of a feature in one of them. */
interface Rows {
  readonly count: number;
  /** `undefined` where the request has none. */
  readonly at: (row: number, column: number) => unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The forms MLflow's scoring protocol has for rows, of which a request has exactly one. */
const forms = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;

/**
 * Rows out of a body of MLflow's scoring protocol. Columns beyond the features are left alone, as MLflow does; `null`
 * and a key that some rows have and others do not are missing values.
 * Source: MLflow, `pyfunc/scoring_server`.
 * @throws PlatformError `invalid_argument` for a body that has none of the forms, or several
 */
export function readScoringRows(inputs: ModelInputs, body: JsonObject): ReadInput {
  const present = forms.filter((form) => Object.hasOwn(body, form));
  const [form] = present;
  if (form === undefined || present.length > 1) {
    throw refused(`Send exactly one of ${forms.join(', ')}.`);
  }
  return tableOf(inputs, rowsOf(form, body[form], inputs), form);
}

function rowsOf(form: (typeof forms)[number], value: unknown, inputs: ModelInputs): Rows {
  switch (form) {
    case 'dataframe_split':
      return splitRows(value, inputs);
    case 'dataframe_records':
      if (!isListOf(value, isObject)) throw refused('dataframe_records must be a list of objects.');
      return recordRows(value, inputs);
    default:
      return tensorRows(form, value, inputs);
  }
}

function splitRows(value: unknown, inputs: ModelInputs): Rows {
  const { columns, data } = isObject(value) ? value : {};
  if (!isListOf(columns, (name) => typeof name === 'string') || !isListOf(data, Array.isArray)) {
    throw refused('dataframe_split must have columns, a list of names, and data, a list of rows.');
  }
  const names: readonly unknown[] = columns;
  const rows = data as readonly (readonly unknown[])[];
  if (rows.some((row) => row.length !== names.length)) {
    throw refused('Every row of dataframe_split must have as many values as there are columns.');
  }
  const places = inputs.columns.map(({ name }) => names.indexOf(name));
  return { count: rows.length, at: (row, column) => rows[row]?.[places[column] ?? -1] };
}

function recordRows(records: readonly JsonObject[], inputs: ModelInputs): Rows {
  const told = inputs.columns.map(({ name }) => records.some((each) => Object.hasOwn(each, name)));
  return {
    count: records.length,
    at: (row, column) => {
      const name = inputs.columns[column]?.name ?? '';
      const record = records[row] ?? {};
      if (Object.hasOwn(record, name)) return record[name];
      return told[column] === true ? null : undefined;
    },
  };
}

/** Rows as objects or lists, or columns by name. */
function tensorRows(form: string, value: unknown, inputs: ModelInputs): Rows {
  if (isListOf(value, isObject)) return recordRows(value, inputs);
  if (isListOf(value, Array.isArray)) {
    const rows = value as readonly (readonly unknown[])[];
    if (rows.some((row) => row.length !== inputs.columns.length)) {
      throw refused(`Every row of ${form} must have ${inputs.columns.length} values.`);
    }
    return { count: rows.length, at: (row, column) => rows[row]?.[column] };
  }
  if (isObject(value)) return columnRows(form, value, inputs);
  throw refused(`${form} must be a list of rows, or an object of columns.`);
}

function columnRows(form: string, columns: JsonObject, inputs: ModelInputs): Rows {
  const lists = inputs.columns.map(({ name }) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) return undefined;
    return (Array.isArray(column) ? column : [column]) as readonly unknown[];
  });
  const count = lists.find((list) => list !== undefined)?.length ?? 0;
  if (lists.some((list) => list !== undefined && list.length !== count)) {
    throw refused(`Every column of ${form} must be equally long.`);
  }
  return {
    count,
    at: (row, column) => {
      const value = lists[column]?.[row];
      // A column vector: one value in a list of its own.
      return Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value;
    },
  };
}

function tableOf(inputs: ModelInputs, { count, at }: Rows, form: string): ReadInput {
  const faults = new FaultList();
  const table = inputs.write(count);
  inputs.columns.forEach(({ name }, column) => {
    if (at(0, column) === undefined) {
      faults.add(pointerTo(`/${form}`, name), 'is a feature of the model and missing');
      return;
    }
    for (let row = 0; row < count && !faults.full; row++) {
      const wrong = table.put(row, column, at(row, column) ?? null);
      if (wrong !== undefined) faults.add(pointerTo(`/${form}/${row}`, name), wrong);
    }
  });
  return faults.orTable(() => table.finish());
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<Item>(
  value: unknown,
  is: (item: unknown) => item is Item,
): value is readonly Item[];
function isListOf(value: unknown, is: (item: unknown) => boolean): value is readonly unknown[];
function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function refused(message: string): PlatformError {
  return new PlatformError('invalid_argument', message);
}

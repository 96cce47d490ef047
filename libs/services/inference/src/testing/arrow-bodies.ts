import { ArrowWriter, type Column, type Frame, type WrittenField } from '@millrace/frame';

/** A column of numbers, NaN where one is missing. */
export const numbers = (name: string, values: readonly number[]): Column => ({
  kind: 'numeric',
  name,
  type: 'number',
  values: Float64Array.from(values),
});
/** A column of texts. */
export const texts = (name: string, values: readonly (string | null)[]): Column => {
  const categories = [...new Set(values.filter((value) => value !== null))];
  return {
    kind: 'categorical',
    name,
    type: 'string',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value))),
    categories,
  };
};
export const frameOf = (...columns: Column[]): Frame => ({
  rowCount: (columns[0]?.kind === 'numeric' ? columns[0].values : columns[0]?.codes)?.length ?? 0,
  columns,
});

/** Batches of the same columns, as a client writes them. */
export function written(...frames: readonly Frame[]): Buffer<ArrayBuffer> {
  const fields = (frames[0]?.columns ?? []).map(({ name, kind, type }): WrittenField => ({
    name,
    type: kind === 'numeric' ? 'float64' : type === 'boolean' ? 'bool' : 'dictionary',
  }));
  const writer = new ArrowWriter(fields);
  return Buffer.concat([
    writer.head(),
    ...frames.map((frame) => writer.batch(frame)),
    writer.tail(),
  ]);
}

import type { Column, ColumnType, Frame } from '@millrace/frame';

export interface FrameField {
  readonly name: string;
  readonly type: ColumnType;
}

export type FeatureValue = string | number | boolean | null;
export type LoggedFeatures = Readonly<Record<string, FeatureValue>>;

/** Logged requests as a table of the model's inputs. What is absent, or not of the field's kind, is missing. */
export function predictionFrame(
  rows: readonly LoggedFeatures[],
  fields: readonly FrameField[],
): Frame {
  return {
    rowCount: rows.length,
    columns: fields.map(({ name, type }): Column => {
      const values = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
      return type === 'integer' || type === 'number'
        ? {
            kind: 'numeric',
            name,
            type,
            values: Float64Array.from(values, (value) =>
              typeof value === 'number' ? value : Number.NaN,
            ),
          }
        : categorical(name, type, values);
    }),
  };
}

function categorical(
  name: string,
  type: 'boolean' | 'string',
  values: readonly (FeatureValue | undefined)[],
): Column {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value === undefined) return -1;
    const category = String(value);
    const code = codeOf.get(category) ?? codeOf.size;
    codeOf.set(category, code);
    return code;
  });
  return { kind: 'categorical', name, type, codes, categories: [...codeOf.keys()] };
}

/** The columns of these names, in the frame's order. */
export function selectColumns(frame: Frame, names: ReadonlySet<string>): Frame {
  return {
    rowCount: frame.rowCount,
    columns: frame.columns.filter(({ name }) => names.has(name)),
  };
}

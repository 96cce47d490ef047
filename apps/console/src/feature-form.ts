import type { ServedModelBody } from '@millrace/api';

export type Signature = ServedModelBody['signature'];
export type SignatureInput = Signature['inputs'][number];
export type FeatureValue = ServedModelBody['inputExample'][string];
export type FeatureRow = Readonly<Record<string, FeatureValue>>;
/** What stands in each field of the form; empty means missing. */
export type FeatureTexts = Readonly<Record<string, string>>;

/** The form filled in with the model's example row. */
export function textsOf(signature: Signature, example: FeatureRow): FeatureTexts {
  return Object.fromEntries(
    signature.inputs.map(({ name }) => {
      const value = example[name];
      return [name, value === null || value === undefined ? '' : String(value)];
    }),
  );
}

export interface FilledRow {
  readonly row: FeatureRow;
  /** What is wrong, by feature. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Turns the form's texts into the row to send; an empty field is sent as missing (null). */
export function rowOf(signature: Signature, texts: FeatureTexts): FilledRow {
  const row: Record<string, FeatureValue> = {};
  const errors: Record<string, string> = {};
  for (const input of signature.inputs) {
    const text = (texts[input.name] ?? '').trim();
    const value = text === '' ? null : valueOf(input, text);
    if (value === undefined) errors[input.name] = `must be ${expected[input.type]}`;
    else row[input.name] = value;
  }
  return { row, errors };
}

const expected = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
} as const;

function valueOf(input: SignatureInput, text: string): FeatureValue | undefined {
  if (input.type === 'string') return text;
  if (input.type === 'boolean') {
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return input.type === 'integer' && !Number.isInteger(value) ? undefined : value;
}

import type { ModelSignature } from '@millrace/ml';
import { isNumeric } from './feature-value.js';

export type InputExample = Readonly<Record<string, string | number | boolean | null>>;

/**
 * One row to try a model with. Reads an object of feature names and values, or the first of a list of them; where the
 * example has no usable value for a feature, one of its type is made up.
 */
export function inputExampleOf(signature: ModelSignature, json: unknown): InputExample {
  const row: unknown = Array.isArray(json) ? json[0] : json;
  return Object.fromEntries(
    signature.inputs.map((input) => {
      const given = valueIn(row, input.name);
      if (isNumeric(input)) return [input.name, Number.isFinite(given) ? (given as number) : 0];
      if (typeof given === 'string' || typeof given === 'boolean') return [input.name, given];
      return [input.name, input.categories?.[0] ?? null];
    }),
  );
}

function valueIn(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null && Object.hasOwn(row, name)
    ? (row as Record<string, unknown>)[name]
    : undefined;
}

import type { ModelInput } from '@millrace/ml';
import { isNumeric } from './feature-value.js';

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Turns the query parameters of a request into the row they stand for, by the types of the signature. An empty value
 * is a missing one. What cannot be read stays as it is: the check of the row names it.
 */
export function instanceOfQuery(
  inputs: readonly ModelInput[],
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const byName = new Map(inputs.map((input) => [input.name, input]));
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => {
      const input = byName.get(name);
      return [name, input === undefined || typeof text !== 'string' ? text : read(input, text)];
    }),
  );
}

function read(input: ModelInput, text: string): unknown {
  if (text === '') return null;
  return isNumeric(input) && decimal.test(text.trim()) ? Number(text) : text;
}

import type { ModelInput } from '@millrace/ml';
import type { ModelInputs } from './model-inputs.js';
import { PlatformError } from '@millrace/platform';
import { isNumeric } from './feature-value.js';

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

type Query = Readonly<Record<string, unknown>>;

/**
 * What a query asks: `explain=true` for an explanation, unless the model has a feature of that name.
 * @throws PlatformError `invalid_argument` for another value than true and false
 */
export function questionOf(
  query: Query,
  inputs: ModelInputs,
): { readonly features: Query; readonly explain: boolean } {
  if (inputs.columnOf('explain') !== undefined) return { features: query, explain: false };
  const { explain, ...features } = query;
  if (explain === 'true' || explain === 'false') return { features, explain: explain === 'true' };
  throw new PlatformError('invalid_argument', 'The parameter explain must be true or false.');
}

/**
 * Turns the query parameters of a request into the row they stand for, by the types of the signature. An empty value
 * is a missing one. What cannot be read stays as it is: the check of the row names it.
 */
export function instanceOfQuery(
  inputs: readonly ModelInput[],
  query: Query,
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

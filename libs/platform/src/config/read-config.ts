import type { z } from 'zod';
import { PlatformError } from '../errors/platform-error.js';

/**
 * Reads variables into a frozen, typed object.
 * @throws PlatformError `invalid_argument` that lists every bad variable at once, never a value
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Schema>> {
  // An empty variable is an unset one: that is how compose files and shells leave things out.
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const faults = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  const lines = faults.map(({ field, message }) => `${field}: ${message}`);
  throw new PlatformError('invalid_argument', `Bad configuration. ${lines.join('; ')}.`, {
    faults,
  });
}

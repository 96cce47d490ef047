import type { z } from 'zod';
import { PlatformError, type Fault } from '../errors/platform-error.js';

/** @throws PlatformError `invalid_argument` with one fault a field, at most 20 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults: Fault[] = result.error.issues.slice(0, 20).map((issue) => ({
    field: [place, ...issue.path.map(String)].join('/'),
    message: issue.message,
  }));
  const first = faults[0];
  throw new PlatformError(
    'invalid_argument',
    `${first?.field ?? place}: ${first?.message ?? 'is not valid'}`,
    {
      faults,
    },
  );
}

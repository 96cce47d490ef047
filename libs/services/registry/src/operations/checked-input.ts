import { z } from 'zod';
import { PlatformError } from '@millrace/platform';
import { nameSchema, registryApi } from '@millrace/api';

/** Reads `input` by `schema`. @throws PlatformError `invalid_argument` with a fault for each field */
export function checkedInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    message,
  }));
  const first = faults[0];
  throw new PlatformError(
    'invalid_argument',
    first ? `${first.field}: ${first.message}` : 'The request is malformed.',
    { faults },
  );
}

/** Text that a record can hold: PostgreSQL keeps no NUL. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');

export const runIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be an identifier of 64 characters at most');
export const labelSchema = text(256).min(1);
const keySchema = text(250).min(1);
export const textsSchema = z.record(keySchema, text(8000));
// JSON has no way to write the others.
export const figuresSchema = z.record(keySchema, z.number('must be a finite number'));
export const instantSchema = z.iso.datetime().transform((value) => new Date(value));

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/** Keys of bytes a run or a version may name: not those of other services' objects. */
export const artifactKeySchema = z
  .string()
  .max(1024)
  .regex(
    /^(?:artifacts|models)(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._=@+-]+)+$/,
    'must be an object key under artifacts/ or models/',
  );

export const aliasMoveSchema = z.object({
  model: nameSchema,
  alias: nameSchema,
  version: z.int().positive(),
  expectedVersion: z.int().positive(),
  reason: text(4000).min(1),
});

export const { artifactPathSchema } = registryApi;
export { nameSchema };

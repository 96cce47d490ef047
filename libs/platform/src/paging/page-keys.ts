import { z } from 'zod';
import { PlatformError } from '../errors/platform-error.js';

export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
}

/** A page of a list, and the token of the next one when there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
}

/** The sort keys of a list, as tokens that say where a page begins: after the row with this key. */
export interface PageKeys<Key> {
  /** The key in a request's token; `undefined` for the first page. @throws PlatformError `invalid_argument` */
  after(request: PageRequest): Key | undefined;
  /** Makes a page of rows that were read one past the page's size. */
  page<Row>(rows: readonly Row[], request: PageRequest, keyOf: (last: Row) => Key): Page<Row>;
}

/** @param key reads a key back from JSON: tokens come from outside */
export function pageKeys<Key>(key: z.ZodType<Key>): PageKeys<Key> {
  return {
    after: ({ pageToken }) => (pageToken === undefined ? undefined : decode(key, pageToken)),
    page(rows, { pageSize }, keyOf) {
      const items = rows.slice(0, pageSize);
      const last = items.at(-1);
      return rows.length > pageSize && last !== undefined
        ? { items, nextPageToken: encode(keyOf(last)) }
        : { items };
    },
  };
}

/** A place in a list sorted by time and, among rows of the same time, by id. */
export interface TimeKey {
  readonly at: Date;
  readonly id: string;
}

// PostgreSQL holds no NUL.
const text = z
  .string()
  .max(256)
  .refine((value) => !value.includes('\0'));

/** Lists sorted by a text that no two rows share. */
export const textKeys = pageKeys(text);
/** Lists sorted by a number that no two rows share. */
export const integerKeys = pageKeys(
  z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1),
);
export const timeKeys = pageKeys<TimeKey>(
  z.object({ at: z.iso.datetime().transform((value) => new Date(value)), id: text }),
);

function encode(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decode<Key>(key: z.ZodType<Key>, token: string): Key {
  const result = key.safeParse(parsed(token));
  if (result.success) return result.data;
  const message = 'The page token is not one this list gave out.';
  throw new PlatformError('invalid_argument', message, {
    faults: [{ field: 'pageToken', message: 'is not a token of this list' }],
  });
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

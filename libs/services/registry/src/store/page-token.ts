import { PlatformError } from '@millrace/platform';

/** A page of a list, and the token of the next one when there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
}

export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
}

/** Where a page starts: after the row with this time and id, in the order of both descending. */
export interface TimePosition {
  readonly at: Date;
  readonly id: string;
}

const malformed = () =>
  new PlatformError('invalid_argument', 'The page token is not one this list gave out.', {
    faults: [{ field: 'pageToken', message: 'is not a token of this list' }],
  });

export function encodeTimePosition({ at, id }: TimePosition): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url');
}

/** @throws PlatformError `invalid_argument` */
export function decodeTimePosition(token: string): TimePosition {
  const [, milliseconds = '', id = ''] =
    /^(\d{1,15}) ([\x21-\x7e]{1,128})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (id === '') throw malformed();
  return { at: new Date(Number(milliseconds)), id };
}

export function encodeNamePosition(name: string): string {
  return Buffer.from(name).toString('base64url');
}

/** @throws PlatformError `invalid_argument` */
export function decodeNamePosition(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name)) throw malformed();
  return name;
}

/** Makes a page of rows that were read one past the page's size. */
export function pageOf<Row>(
  rows: readonly Row[],
  pageSize: number,
  token: (last: Row) => string,
): Page<Row> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return rows.length > pageSize && last !== undefined
    ? { items, nextPageToken: token(last) }
    : { items };
}

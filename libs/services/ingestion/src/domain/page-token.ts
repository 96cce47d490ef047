import { PlatformError } from '@millrace/platform';

/** Turns the sort key of a page's last row into the token of the next page. */
export function encodePageToken(lastKey: string | number): string {
  return Buffer.from(JSON.stringify(lastKey)).toString('base64url');
}

/** @throws PlatformError `invalid_argument` when the token was not made by `encodePageToken` for a text key */
export function decodeTextToken(token: string): string {
  const key = decode(token);
  if (typeof key !== 'string' || key.includes('\0')) throw unknownToken();
  return key;
}

/** @throws PlatformError `invalid_argument` when the token was not made by `encodePageToken` for an integer key */
export function decodeIntegerToken(token: string): number {
  const key = decode(token);
  if (typeof key !== 'number' || !Number.isInteger(key) || Math.abs(key) >= 2 ** 31) {
    throw unknownToken();
  }
  return key;
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw unknownToken();
  }
}

function unknownToken(): PlatformError {
  const message = 'The page token is not one this list has given out.';
  return new PlatformError('invalid_argument', message, {
    faults: [{ field: 'pageToken', message }],
  });
}

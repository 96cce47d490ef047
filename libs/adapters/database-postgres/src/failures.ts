import { PlatformError } from '@millrace/platform';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** SQLSTATE: connection exceptions, no resources, shut down, serialization failure and deadlock. */
const passing = /^(08|53|57P0[1-5]|40001|40P01)/;

const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Two transactions were in each other's way: the connection is well. */
export function isConflict(caught: unknown): boolean {
  return caught instanceof Error && 'code' in caught && /^40/.test(String(caught.code));
}

/** What may succeed when done again becomes `unavailable`; an error of the statement itself stays as it is. */
export function translated(caught: unknown): unknown {
  if (!(caught instanceof Error)) return caught;
  const code = 'code' in caught && typeof caught.code === 'string' ? caught.code : '';
  if (networkCodes.has(code) || passing.test(code) || lostConnection.test(caught.message)) {
    return new PlatformError('unavailable', 'The database is not available now.', {
      cause: caught,
    });
  }
  return caught;
}

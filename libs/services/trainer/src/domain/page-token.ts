import { PlatformError } from '@millrace/platform';

/** The place after the last run of a page, for the client to hand back. */
export function pageTokenAfter(runId: string): string {
  return Buffer.from(runId, 'latin1').toString('base64url');
}

/** @throws PlatformError `invalid_argument` for a token that is not one of ours */
export function runIdOf(pageToken: string): string {
  const id = Buffer.from(pageToken, 'base64url').toString('latin1');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw new PlatformError('invalid_argument', 'The page token is none that was handed out.', {
      faults: [{ field: 'pageToken', message: 'not a token of this list' }],
    });
  }
  return id;
}

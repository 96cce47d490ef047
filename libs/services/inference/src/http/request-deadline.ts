import { requestTimeout } from '../domain/admission/request-timeout.js';

/**
 * When the client of a request that has just come stops waiting, in milliseconds of `performance.now()`.
 * @throws PlatformError `invalid_argument` for a header that cannot be read
 */
export function deadlineOf(header: (name: string) => string | undefined): number | undefined {
  const ms = requestTimeout(header);
  return ms === undefined ? undefined : performance.now() + ms;
}

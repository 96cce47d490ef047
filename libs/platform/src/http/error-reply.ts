import type { PlatformError } from '../errors/platform-error.js';
import { httpStatusOf, problemOf } from './problem.js';
import type { Route } from './route.js';

/** How a client is told of an error: in the shape of its route's protocol, or as RFC 9457 says. */
export interface ErrorReply {
  readonly status: number;
  /** Beside those that every answer carries. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function errorReply(
  error: PlatformError,
  correlationId: string,
  route?: Pick<Route, 'tellError'>,
): ErrorReply {
  const headers: [string, string][] = [];
  if (error.code === 'unavailable' || error.code === 'resource_exhausted') {
    // Whole seconds: what is left of one counts as one.
    headers.push(['retry-after', String(Math.ceil(error.retryAfterSeconds ?? 1) || 1)]);
  }
  if (error.code === 'unauthenticated') headers.push(['www-authenticate', 'Bearer']);
  const told = route?.tellError?.(error) ?? {
    contentType: 'application/problem+json; charset=utf-8',
    json: problemOf(error, correlationId),
  };
  headers.push(['content-type', told.contentType ?? 'application/json; charset=utf-8']);
  return {
    status: told.status ?? httpStatusOf(error.code),
    headers,
    body: JSON.stringify(told.json),
  };
}

/** Whether an error is ours to mend, and so belongs into the log. */
export function isOurs({ code }: PlatformError): boolean {
  return code === 'internal' || code === 'corrupt';
}

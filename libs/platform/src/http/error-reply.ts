import type { Logger } from '@millrace/ports';
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

/** What the log says of a request. */
export interface LoggedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly correlationId: string;
}

/** Logs an error that is ours to mend. */
export function logFault(
  error: PlatformError,
  { method, url, correlationId }: LoggedRequest,
  logger: Logger,
): void {
  if (error.code !== 'internal' && error.code !== 'corrupt') return;
  const path = url?.split('?', 1)[0];
  const cause = error.cause ?? error;
  logger.error('A request failed.', { method, path, correlationId, cause });
}

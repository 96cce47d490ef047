import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@millrace/ports';
import { PlatformError } from '../errors/platform-error.js';
import { httpStatusOf, problemOf } from './problem.js';
import type { Route } from './route.js';

export interface FailedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly correlationId: string;
  /** The route that was asked for, where there is one. */
  readonly route?: Pick<Route, 'tellError'> | undefined;
}

/** Tells a client of an error: in the shape of its route's protocol, or as RFC 9457 says. What is ours to mend is logged. */
export function sendError(
  caught: unknown,
  { request, response, correlationId, route }: FailedRequest,
  logger: Logger,
): void {
  const error = PlatformError.from(caught);
  if (error.code === 'internal' || error.code === 'corrupt') {
    logger.error('A request failed.', {
      method: request.method,
      path: request.url?.split('?', 1)[0],
      correlationId,
      cause: error.cause ?? error,
    });
  }
  if (response.headersSent) {
    // The status is gone; breaking the connection tells the client that the body is not whole.
    response.destroy();
    return;
  }
  if (error.code === 'unavailable' || error.code === 'resource_exhausted') {
    // Whole seconds: what is left of one counts as one.
    response.setHeader('retry-after', String(Math.ceil(error.retryAfterSeconds ?? 1) || 1));
  }
  if (error.code === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer');
  // What is left of a body that was refused is not worth reading.
  if (!request.complete) response.setHeader('connection', 'close');
  const told = route?.tellError?.(error) ?? {
    contentType: 'application/problem+json; charset=utf-8',
    json: problemOf(error, correlationId),
  };
  response.statusCode = told.status ?? httpStatusOf(error.code);
  response.setHeader('content-type', told.contentType ?? 'application/json; charset=utf-8');
  response.end(JSON.stringify(told.json));
}

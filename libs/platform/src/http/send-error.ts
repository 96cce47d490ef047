import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@millrace/ports';
import { PlatformError } from '../errors/platform-error.js';
import { errorReply, logFault } from './error-reply.js';
import type { Route } from './route.js';

export interface FailedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly correlationId: string;
  /** The route that was asked for, where there is one. */
  readonly route?: Pick<Route, 'tellError'> | undefined;
}

/** Tells a client of an error. What is ours to mend is logged. */
export function sendError(
  caught: unknown,
  { request, response, correlationId, route }: FailedRequest,
  logger: Logger,
): void {
  const error = PlatformError.from(caught);
  logFault(error, { method: request.method, url: request.url, correlationId }, logger);
  if (response.headersSent) {
    // The status is gone; breaking the connection off, behind what was written, tells the client that the body is not whole.
    if (response.socket) response.socket.destroySoon();
    else response.destroy();
    return;
  }
  // What is left of a body that was refused is not worth reading.
  if (!request.complete) response.setHeader('connection', 'close');
  const { status, headers, body } = errorReply(error, correlationId, route);
  response.statusCode = status;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.end(body);
}

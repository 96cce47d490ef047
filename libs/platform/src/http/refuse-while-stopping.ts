import type { RequestListener } from 'node:http';
import type { Logger } from '@millrace/ports';
import { correlationIdFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import { setSecurityHeaders } from './security-headers.js';
import { sendError } from './send-error.js';

/** Asked by those who watch the process to its end. */
const watched: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** Answers as `listener` does until the process stops, and then sends whoever comes anew to another one. */
export function refuseWhileStopping(
  listener: RequestListener,
  { stopping, logger }: { readonly stopping: AbortSignal; readonly logger: Logger },
): RequestListener {
  return (request, response) => {
    if (!stopping.aborted || watched.has(request.url ?? '')) {
      listener(request, response);
      return;
    }
    const correlationId = correlationIdFrom((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    });
    setSecurityHeaders(response);
    response.setHeader('x-correlation-id', correlationId);
    response.setHeader('connection', 'close');
    const error = new PlatformError('unavailable', 'This process is stopping; ask another one.');
    sendError(error, { request, response, correlationId }, logger);
  };
}

import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { openApiDocument, type Endpoint } from '@millrace/api';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { anonymousPrincipal } from '../access/principal.js';
import { currentScope, runInScope, scopeFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import { durationBuckets, type Metrics } from '../metrics/metrics.js';
import { docsRouter } from './docs.js';
import { healthRouter, type HealthCheck } from './health.js';
import { problemOf } from './problem.js';
import { sendReply } from './reply.js';
import { limitedBody, readJsonBody } from './request-body.js';
import type { Route } from './route.js';
import { setSecurityHeaders } from './security-headers.js';
import { staticSite } from './static-site.js';
import { validate } from './validate.js';

export interface ExpressAppOptions {
  /** Shown as the title of the API's documentation. */
  readonly title: string;
  readonly version: string;
  readonly service: string;
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  readonly healthChecks: readonly HealthCheck[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Aborts when the process stops: event streams end, other answers are finished. */
  readonly stopping: AbortSignal;
  /** Folder of the built console, served at `/`. */
  readonly console?: string;
}

async function answer(
  route: Route,
  { authenticator, stopping }: ExpressAppOptions,
  request: Request,
  response: Response,
) {
  const endpoint: Endpoint = route.endpoint;
  const principal = authenticator.authenticate(request.headers.authorization);
  requireRole(principal, endpoint.policy);
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const streams = Object.values(endpoint.responses).some(({ body }) => body?.kind === 'events');
  const signal = streams ? AbortSignal.any([closed.signal, stopping]) : closed.signal;
  const params = endpoint.params ? validate(endpoint.params, request.params, 'path') : {};
  const query = endpoint.query ? validate(endpoint.query, request.query, 'query') : {};
  const { body } = endpoint;
  const json =
    body?.kind === 'json'
      ? validate(body.schema, await readJsonBody(request, body.maxBytes), 'body')
      : undefined;
  const reply = await route.handle({
    params: params as never,
    query: query as never,
    body: json as never,
    stream: limitedBody(request, body?.kind === 'bytes' ? body.maxBytes : 0),
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    principal,
    signal,
  });
  await sendReply(response, reply, signal);
}

// `:id.html` must be asked before `:id`, and fixed segments before parameters.
function specificity(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? (segment.endsWith('}') ? '2' : '1') : '0'))
    .join('');
}

/** The HTTP side of one or more services: their routes, documentation, health, metrics, and the console. */
export function createExpressApp(options: ExpressAppOptions): Express {
  const { routes, metrics, logger, service } = options;
  const requests = metrics.counter({
    name: 'millrace_http_requests_total',
    help: 'HTTP requests answered.',
    labels: ['service', 'route', 'method', 'status'],
  });
  const durations = metrics.histogram({
    name: 'millrace_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labels: ['service', 'route', 'method'],
    buckets: durationBuckets,
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  app.use((request, response, next) => {
    const started = performance.now();
    setSecurityHeaders(response);
    const scope = scopeFrom((name) => request.get(name), anonymousPrincipal);
    response.setHeader('x-correlation-id', scope.correlationId);
    response.on('finish', () => {
      const pattern = (response.locals['route'] as string | undefined) ?? 'other';
      requests.add({
        service,
        route: pattern,
        method: request.method,
        status: String(response.statusCode),
      });
      durations.observe(
        { service, route: pattern, method: request.method },
        (performance.now() - started) / 1000,
      );
    });
    runInScope(scope, next);
  });

  app.use(healthRouter(options.healthChecks, metrics));
  const ordered = [...routes].sort((a, b) =>
    specificity(a.endpoint.path).localeCompare(specificity(b.endpoint.path)),
  );
  for (const route of ordered) {
    const { method, path } = route.endpoint;
    app[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      response.locals['route'] = path;
      await answer(route, options, request, response);
    });
  }
  app.use(
    docsRouter(
      openApiDocument(
        options.title,
        options.version,
        routes.map(({ endpoint }) => endpoint),
      ),
    ),
  );
  if (options.console !== undefined) app.use(staticSite(options.console));

  app.use((request: Request) => {
    throw new PlatformError(
      'not_found',
      `There is nothing at ${request.method} ${request.path.slice(0, 200)}.`,
    );
  });
  app.use((caught: unknown, request: Request, response: Response, _next: NextFunction) => {
    // Express marks what it finds wrong in a URL with a 4xx status.
    const malformed = (caught as { status?: unknown } | null)?.status === 400;
    const error = malformed
      ? new PlatformError('invalid_argument', 'The request URL is malformed.')
      : PlatformError.from(caught);
    if (error.code === 'internal' || error.code === 'corrupt') {
      logger.error('A request failed.', {
        method: request.method,
        path: request.path,
        cause: error.cause ?? error,
      });
    }
    if (response.headersSent) {
      // The status is gone; breaking the connection tells the client that the body is not whole.
      response.destroy();
      return;
    }
    const problem = problemOf(error, currentScope()?.correlationId ?? 'unknown');
    if (error.code === 'unavailable' || error.code === 'resource_exhausted')
      response.setHeader('retry-after', '1');
    if (error.code === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer');
    // What is left of a body that was refused is not worth reading.
    if (!request.complete) response.setHeader('connection', 'close');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
  return app;
}

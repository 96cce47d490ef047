import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { openApiDocument, type Endpoint } from '@millrace/api';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { anonymousPrincipal } from '../access/principal.js';
import { currentScope, runInScope, scopeFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import type { Metrics } from '../metrics/metrics.js';
import { docsRouter } from './docs.js';
import { HeldBodies } from './held-bodies.js';
import { healthRouter, type HealthCheck } from './health.js';
import type { HttpApp } from './http-server.js';
import { hasKeptBody } from './kept-body.js';
import { PlainConnections } from './plain-connections.js';
import { sendReply } from './reply.js';
import { protocolsOf } from './protocols.js';
import { refuseWhileStopping } from './refuse-while-stopping.js';
import { requestMeter, type RequestMeter } from './request-meter.js';
import { lengthOf, limitedBody, parseJsonBody, readJsonPieces, wholeOf } from './request-body.js';
import type { HttpReply, HttpRequest, Route } from './route.js';
import { setSecurityHeaders } from './security-headers.js';
import { sendError } from './send-error.js';
import { shortcutListener } from './shortcut-listener.js';
import { shortcutTable } from './shortcut-table.js';
import { staticSite } from './static-site.js';
import { validate } from './validate.js';

export interface HttpAppOptions {
  /** Shown as the title of the API's documentation. */
  readonly title: string;
  readonly version: string;
  readonly service: string;
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  readonly healthChecks: readonly HealthCheck[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Aborts when the process stops: event streams end, other answers are finished, and what comes anew is refused. */
  readonly stopping: AbortSignal;
  /** Bytes of request bodies that may be kept in memory at a time, all together; 256 MiB when absent. */
  readonly bodyBytes?: number | undefined;
  /** Folder of the built console, served at `/`. */
  readonly console?: string;
}

const defaultBodyBytes = 256 * 2 ** 20;

async function answer(
  route: Route,
  { authenticator, stopping, bodies }: HttpAppOptions & { readonly bodies: HeldBodies },
  request: Request,
  response: Response,
) {
  const endpoint: Endpoint = route.endpoint;
  const principal = authenticator.authenticate(request.headers.authorization);
  requireRole(principal, endpoint.policy);
  // A shortcut that has left the request to this way has admitted it, and its body is counted.
  const counted = hasKeptBody(request);
  if (!counted) route.admit?.({ principal, address: request.socket.remoteAddress });
  const hold = (bytes: number) => {
    if (!counted) bodies.hold(response, bytes);
  };
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const streams = Object.values(endpoint.responses).some(({ body }) => body?.kind === 'events');
  const signal = streams ? AbortSignal.any([closed.signal, stopping]) : closed.signal;
  const params = endpoint.params ? validate(endpoint.params, request.params, 'path') : {};
  const query = endpoint.query ? validate(endpoint.query, request.query, 'query') : {};
  const { body } = endpoint;
  const isJson = body?.kind === 'json' && !isOfType(request, body.otherTypes);
  const asked: HttpRequest = {
    params: params as never,
    query: query as never,
    body: undefined as never,
    stream: limitedBody(request, isJson ? 0 : (body?.maxBytes ?? 0)),
    hold,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    principal,
    signal,
  };
  await sendReply(response, await replyTo(), signal);

  async function replyTo(): Promise<HttpReply> {
    if (!isJson) return route.handle(asked);
    const pieces = await readJsonPieces(request, body.maxBytes, hold);
    if (route.unparsed && lengthOf(pieces) >= route.unparsed.leastBytes) {
      return route.unparsed.handle(asked, pieces);
    }
    return route.handle({
      ...asked,
      body: validate(body.schema, parseJsonBody(wholeOf(pieces)), 'body') as never,
    });
  }
}

function isOfType({ headers }: Request, types: readonly string[] = []): boolean {
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  return types.includes(type.trim().toLowerCase());
}

// `:id.html` must be asked before `:id`, and fixed segments before parameters.
function specificity(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? (segment.endsWith('}') ? '2' : '1') : '0'))
    .join('');
}

/** The HTTP side of one or more services: their routes, documentation, health, metrics, and the console. */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const meter = requestMeter(options.metrics, options.service);
  const bodies = new HeldBodies(options.bodyBytes ?? defaultBodyBytes, options.metrics);
  const app = createExpressApp({ ...options, bodies }, meter);
  const table = shortcutTable(options.routes);
  const listener = shortcutListener(table, { ...options, meter, bodies }, (request, response) => {
    app(request, response);
  });
  return {
    listener: refuseWhileStopping(listener, options),
    plain: table.isEmpty
      ? undefined
      : (patience) => new PlainConnections({ ...options, table, meter }, patience),
  };
}

function createExpressApp(
  options: HttpAppOptions & { readonly bodies: HeldBodies },
  meter: RequestMeter,
): Express {
  const { routes, metrics, logger } = options;
  const app = express();
  const protocolAt = protocolsOf(routes);
  app.disable('x-powered-by');
  app.disable('etag');

  app.use((request, response, next) => {
    const started = performance.now();
    setSecurityHeaders(response);
    const scope = scopeFrom((name) => request.get(name), anonymousPrincipal);
    response.setHeader('x-correlation-id', scope.correlationId);
    response.on('finish', () => {
      const route = response.locals['route'] as Route | undefined;
      const seconds = (performance.now() - started) / 1000;
      meter.count(route?.endpoint.path ?? 'other', request.method, response.statusCode, seconds);
    });
    runInScope(scope, next);
  });

  app.use(healthRouter(options.healthChecks, metrics, options.stopping));
  const ordered = [...routes].sort((a, b) =>
    specificity(a.endpoint.path).localeCompare(specificity(b.endpoint.path)),
  );
  for (const route of ordered) {
    const { method, path } = route.endpoint;
    app[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      response.locals['route'] = route;
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
      : caught;
    const route = (response.locals['route'] as Route | undefined) ?? protocolAt(request.path);
    const correlationId = currentScope()?.correlationId ?? 'unknown';
    sendError(error, { request, response, correlationId, route }, logger);
  });
  return app;
}

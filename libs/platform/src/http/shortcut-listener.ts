import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RequestBody } from '@millrace/api';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { correlationIdFrom } from '../context/call-context.js';
import type { HeldBodies } from './held-bodies.js';
import { keepBody } from './kept-body.js';
import { pathMatcher, type PathMatcher } from './path-matcher.js';
import type { RequestMeter } from './request-meter.js';
import type { RawReply, Route } from './route.js';
import { securityHeaders, setSecurityHeaders } from './security-headers.js';
import { sendError } from './send-error.js';

export interface ShortcutOptions {
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  readonly meter: RequestMeter;
  readonly bodies: HeldBodies;
  readonly logger: Logger;
}

interface Shortcut {
  readonly route: Route;
  readonly method: string;
  readonly maxBytes: number;
  readonly match: PathMatcher;
  readonly answer: NonNullable<Route['shortcut']>;
}

const fixedHeaders = securityHeaders.flat();

/**
 * Lets plain JSON requests to routes with a shortcut go straight to it; every other request, and each that a shortcut
 * leaves, goes to `general`. Policy, limits, headers, counts and errors are those of the general way.
 */
export function shortcutListener(
  { routes, authenticator, meter, bodies, logger }: ShortcutOptions,
  general: RequestListener,
): RequestListener {
  const shortcuts = routes.flatMap(shortcutOf);
  if (shortcuts.length === 0) return general;
  return (request, response) => {
    for (const shortcut of shortcuts) {
      if (request.method !== shortcut.method) continue;
      const params = shortcut.match(request.url ?? '');
      if (params === undefined) continue;
      if (!isPlainJson(request, shortcut.maxBytes)) break;
      take(shortcut, params, request, response);
      return;
    }
    general(request, response);
  };

  function take(
    { route, method, answer }: Shortcut,
    params: readonly string[],
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const started = performance.now();
    const header = (name: string) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const correlationId = correlationIdFrom(header);
    const count = () => {
      const seconds = (performance.now() - started) / 1000;
      meter.count(route.endpoint.path, method, response.statusCode, seconds);
    };
    const fail = (caught: unknown) => {
      setSecurityHeaders(response);
      response.setHeader('x-correlation-id', correlationId);
      response.on('finish', count);
      sendError(caught, { request, response, correlationId, route }, logger);
    };
    try {
      const principal = authenticator.authenticate(request.headers.authorization);
      requireRole(principal, route.endpoint.policy);
      route.admit?.({ principal, address: request.socket.remoteAddress });
    } catch (caught) {
      fail(caught);
      return;
    }
    const hold = (bytes: number) => bodies.hold(response, bytes);
    readBody(request, { hold, fail }, (body) => {
      try {
        const reply = answer({ params, body, header });
        if (reply === undefined) {
          keepBody(request, body);
          general(request, response);
          return;
        }
        reply.then((ready) => {
          send(response, ready, correlationId);
          count();
        }, fail);
      } catch (caught) {
        fail(caught);
      }
    });
  }
}

function shortcutOf(route: Route): Shortcut[] {
  const { shortcut, endpoint } = route;
  const { body, method, path } = endpoint;
  if (shortcut === undefined || body === undefined || !takesJson(body)) return [];
  return [
    {
      route,
      method: method.toUpperCase(),
      maxBytes: body.maxBytes,
      match: pathMatcher(path),
      answer: shortcut,
    },
  ];
}

function takesJson(body: RequestBody): boolean {
  return body.kind === 'json' || body.contentTypes.includes('application/json');
}

/** Whether the body is what most clients send: JSON as it is, of a length that is told and allowed. */
function isPlainJson({ headers }: IncomingMessage, maxBytes: number): boolean {
  return (
    headers['content-type']?.startsWith('application/json') === true &&
    headers['content-encoding'] === undefined &&
    headers['content-length'] !== undefined &&
    Number(headers['content-length']) <= maxBytes
  );
}

function readBody(
  request: IncomingMessage,
  {
    hold,
    fail,
  }: { readonly hold: (bytes: number) => void; readonly fail: (caught: unknown) => void },
  done: (body: Buffer) => void,
): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let refused = false;
  const length = Number(request.headers['content-length']);
  request.on('data', (chunk: Buffer) => {
    // What came in one piece is answered at once: it is kept for no time.
    if (first === undefined && chunk.length >= length) {
      first = chunk;
      return;
    }
    if (refused) return;
    try {
      hold(chunk.length);
    } catch (caught) {
      refused = true;
      rest = undefined;
      fail(caught);
      return;
    }
    if (first === undefined) first = chunk;
    else (rest ??= [first]).push(chunk);
  });
  request.on('end', () => {
    if (!refused) done(rest ? Buffer.concat(rest) : (first ?? Buffer.alloc(0)));
  });
}

function send(response: ServerResponse, reply: RawReply, correlationId: string): void {
  const { body } = reply;
  response.writeHead(reply.status, [
    ...fixedHeaders,
    'x-correlation-id',
    correlationId,
    'content-type',
    reply.contentType,
    'content-length',
    String(typeof body === 'string' ? Buffer.byteLength(body) : body.length),
  ]);
  response.end(body);
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { correlationIdFrom } from '../context/call-context.js';
import { takeAdmitted } from './admitted-connections.js';
import type { HeldBodies } from './held-bodies.js';
import { keepBody } from './kept-body.js';
import type { RequestMeter } from './request-meter.js';
import type { RawReply } from './route.js';
import { securityHeaders, setSecurityHeaders } from './security-headers.js';
import { sendError } from './send-error.js';
import type { FoundShortcut, ShortcutTable } from './shortcut-table.js';

export interface ShortcutOptions {
  readonly authenticator: Authenticator;
  readonly meter: RequestMeter;
  readonly bodies: HeldBodies;
  readonly logger: Logger;
}

const fixedHeaders = securityHeaders.flat();

/**
 * Lets plain JSON requests to routes with a shortcut go straight to it; every other request, and each that a shortcut
 * leaves, goes to `general`. Policy, limits, headers, counts and errors are those of the general way.
 */
export function shortcutListener(
  table: ShortcutTable,
  { authenticator, meter, bodies, logger }: ShortcutOptions,
  general: RequestListener,
): RequestListener {
  if (table.isEmpty) return general;
  return (request, response) => {
    const header = (name: string) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const found = table.find(request.method ?? '', request.url ?? '', header);
    if (!found) general(request, response);
    else take(found, header, request, response);
  };

  function take(
    { shortcut: { route, method, answer }, params }: FoundShortcut,
    header: (name: string) => string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const started = performance.now();
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
    // Left by this very shortcut when it came, before its connection was handed to the server.
    const left = takeAdmitted(request.socket);
    try {
      const principal = authenticator.authenticate(request.headers.authorization);
      requireRole(principal, route.endpoint.policy);
      if (!left) route.admit?.({ principal, address: request.socket.remoteAddress });
    } catch (caught) {
      fail(caught);
      return;
    }
    const hold = (bytes: number) => bodies.hold(response, bytes);
    readBody(request, { hold, fail }, (body) => {
      try {
        const reply = left ? undefined : answer({ params, body, header });
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

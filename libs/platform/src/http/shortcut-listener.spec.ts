import { request as httpRequest } from 'node:http';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint, nameSchema } from '@millrace/api';
import { keyedAccess, openAccess, parseApiKeys, type Authenticator } from '../access/api-keys.js';
import { PlatformError } from '../errors/platform-error.js';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import { listenHttp, type ListeningServer } from './http-server.js';
import { route } from './route.js';
import { testHttpApp } from '../testing/test-http-app.js';

const echo = endpoint({
  operationId: 'echo',
  method: 'post',
  path: '/models/{name}/echo',
  summary: 'Echo.',
  tag: 'Test',
  policy: 'trainer',
  params: z.object({ name: nameSchema }),
  body: { kind: 'json', schema: z.strictObject({ word: z.string() }), maxBytes: 100_000 },
  responses: { 200: { description: 'ok' } },
});

let server: ListeningServer;
let metrics: Metrics;
let base: string;

async function start(authenticator: Authenticator): Promise<void> {
  metrics = createMetrics();
  const app = testHttpApp({
    authenticator,
    metrics,
    routes: [
      route(
        echo,
        ({ params, body }) =>
          Promise.resolve({ status: 200, json: { by: 'handler', ...params, word: body.word } }),
        {
          tellError: ({ message, code }) => ({
            json: { error: message },
            ...(code === 'not_found' && { status: 410 }),
          }),
          shortcut: ({ params: [name], body }) => {
            const word = /^{"word":"(\w*)"}$/.exec(body.toString())?.[1];
            if (word === undefined) return undefined;
            if (word === 'gone') throw new PlatformError('not_found', 'It is gone.');
            if (word === 'broken') return Promise.reject(new Error('a secret'));
            const json = JSON.stringify({ by: 'shortcut', name, word });
            return Promise.resolve({ status: 200, contentType: 'application/json', body: json });
          },
        },
      ),
    ],
  });
  server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'PORT' });
  base = `http://127.0.0.1:${String(server.port)}`;
}

beforeEach(() => start(openAccess));
afterEach(() => server.close());

const post = (path: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
const word = (text: string) => JSON.stringify({ word: text });

describe('a route with a shortcut', () => {
  it('answers plain requests by it, with the headers of every answer', async () => {
    const short = await post('/models/a.b-1/echo', word('hi'));
    expect(await short.json()).toEqual({ by: 'shortcut', name: 'a.b-1', word: 'hi' });
    const long = await post('/models/a.b-1/echo?x=1', word('hi'));
    expect(await long.json()).toEqual({ by: 'handler', name: 'a.b-1', word: 'hi' });
    const names = (response: Response) => [...response.headers.keys()].sort();
    expect(names(short)).toEqual(names(long));
    expect(short.headers.get('content-security-policy')).toBe(
      long.headers.get('content-security-policy'),
    );
  });

  it.each([
    ['what the shortcut leaves', '/models/a/echo', word('a b'), {}],
    ['a path with escapes', '/models/%61/echo', word('hi'), {}],
    ['a compressed body', '/models/a/echo', gzipSync(word('hi')), { 'content-encoding': 'gzip' }],
    [
      'a body that comes in pieces',
      '/models/a/echo',
      word('a '.repeat(40_000)),
      { 'content-type': 'application/json' },
    ],
    ['JSON of a kind', '/models/a/echo', word('hi'), { 'content-type': 'application/x+json' }],
  ])('answers by its handler: %s', async (_, path, body, headers) => {
    const response = await post(path, body, headers as Record<string, string>);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ by: 'handler', name: 'a' });
  });

  it('takes a body that comes in pieces', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const body = word('pieces');
      const sent = httpRequest(
        `${base}/models/a/echo`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': body.length },
        },
        (response) => {
          response.setEncoding('utf8').on('data', resolve);
        },
      );
      sent.on('error', reject);
      sent.write(body.slice(0, 5), () => setImmediate(() => sent.end(body.slice(5))));
    });
    expect(JSON.parse(text)).toEqual({ by: 'shortcut', name: 'a', word: 'pieces' });
  });

  it.each([
    ['thrown by the shortcut', word('gone'), 410, 'It is gone.'],
    ['rejected by it', word('broken'), 500, 'An internal error occurred.'],
    ['found by a schema', '{"word":1}', 400, 'body/word'],
    ['in a body that is no JSON', '{', 400, 'The body is not valid JSON.'],
  ])('tells errors in its own shape: %s', async (_, body, status, message) => {
    const response = await post('/models/a/echo', body, { 'x-correlation-id': 'mine' });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-correlation-id')).toBe('mine');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const { error } = (await response.json()) as { error: string };
    expect(error).toContain(message);
  });

  it('refuses a body over the limit without reading it', async () => {
    expect((await post('/models/a/echo', word('x'.repeat(200_000)))).status).toBe(413);
  });

  it('keeps out who may not use it, whatever is sent', async () => {
    const secret = 'a-key';
    const digest = createHash('sha256').update(secret).digest('hex');
    for (const [role, status] of [
      ['reader', 403],
      ['trainer', 200],
    ] as const) {
      await server.close();
      await start(keyedAccess(parseApiKeys(`k:${role}:${digest}`), () => new Date()));
      expect((await post('/models/a/echo', word('hi'))).status).toBe(401);
      const authorization = `Bearer ${secret}`;
      expect((await post('/models/a/echo', word('hi'), { authorization })).status).toBe(status);
    }
  });

  it('counts a request once, whichever way it went', async () => {
    for (const text of ['hi', 'a b', 'gone'])
      await (await post('/models/a/echo', word(text))).text();
    const { text } = await metrics.expose();
    const route = 'service="test",route="/models/{name}/echo",method="POST"';
    expect(text).toContain(`millrace_http_requests_total{${route},status="200"} 2`);
    expect(text).toContain(`millrace_http_requests_total{${route},status="410"} 1`);
    expect(text).toContain(`millrace_http_request_duration_seconds_count{${route}} 3`);
  });
});

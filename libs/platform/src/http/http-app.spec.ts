import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint, nameSchema } from '@millrace/api';
import type { Logger } from '@millrace/ports';
import { keyedAccess, openAccess, parseApiKeys, type Authenticator } from '../access/api-keys.js';
import { PlatformError } from '../errors/platform-error.js';
import type { HealthCheck } from './health.js';
import { listenHttp, type ListeningServer } from './http-server.js';
import { route } from './route.js';
import { silentLogger } from '../testing/silent-logger.js';
import { testHttpApp } from '../testing/test-http-app.js';

const logged: { message: string; fields: unknown }[] = [];
const logger: Logger = {
  ...silentLogger,
  error: (message, fields) => logged.push({ message, fields }),
};
const greet = endpoint({
  operationId: 'greet',
  method: 'post',
  path: '/greetings/{name}',
  summary: 'Greet.',
  tag: 'Test',
  policy: 'trainer',
  params: z.object({ name: nameSchema }),
  query: z.object({ times: z.coerce.number().int().min(1).max(3).default(1) }),
  body: { kind: 'json', schema: z.strictObject({ word: z.string() }), maxBytes: 1000 },
  responses: {
    200: { description: 'ok', body: { kind: 'json', schema: z.object({ text: z.string() }) } },
  },
});
const count = endpoint({
  operationId: 'count',
  method: 'post',
  path: '/bytes',
  summary: 'Count bytes.',
  tag: 'Test',
  policy: 'public',
  body: { kind: 'bytes', contentTypes: ['text/csv'], maxBytes: 1000 },
  responses: { 200: { description: 'ok' } },
});
const fail = endpoint({
  operationId: 'fail',
  method: 'get',
  path: '/fail/{how}',
  summary: 'Fail.',
  tag: 'Test',
  policy: 'public',
  params: z.object({ how: z.string() }),
  responses: { 200: { description: 'ok' } },
});

let server: ListeningServer;
let base: string;

async function start(
  authenticator: Authenticator,
  healthChecks: HealthCheck[] = [],
): Promise<void> {
  const app = testHttpApp({
    authenticator,
    healthChecks,
    logger,
    routes: [
      route(greet, ({ params, query, body }) =>
        Promise.resolve({
          status: 200,
          json: { text: `${body.word} ${params.name}`.repeat(query.times) },
        }),
      ),
      route(count, async ({ stream }) => {
        let seen = 0;
        for await (const chunk of stream) seen += chunk.byteLength;
        return { status: 200, json: seen };
      }),
      route(fail, ({ params }) =>
        Promise.reject(
          params.how === 'busy'
            ? new PlatformError('unavailable', 'The model is being loaded.')
            : new Error('secret path /etc/passwd'),
        ),
      ),
    ],
  });
  server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'PORT' });
  base = `http://127.0.0.1:${String(server.port)}`;
}

beforeEach(() => {
  logged.length = 0;
  return start(openAccess);
});
afterEach(() => server.close());

const post = (path: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
const hello = JSON.stringify({ word: 'hello' });

describe('a request that fits its endpoint', () => {
  it('reaches the handler with parsed parameters', async () => {
    const response = await post('/greetings/ana?times=2', hello);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ text: 'hello anahello ana' });
  });

  it('may come compressed', async () => {
    const response = await post('/greetings/ana', gzipSync(hello), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(200);
  });
});

describe('a request that does not fit', () => {
  it.each([
    ['a bad name', '/greetings/..%2fetc', hello, 400, 'path/name'],
    ['a NUL in a name', '/greetings/a%00b', hello, 400, 'path/name'],
    ['a query out of range', '/greetings/ana?times=9', hello, 400, 'query/times'],
    ['a missing field', '/greetings/ana', '{}', 400, 'body/word'],
    ['an extra field', '/greetings/ana', '{"word":"x","extra":1}', 400, 'body'],
    [
      'a prototype key',
      '/greetings/ana',
      '{"word":"x","__proto__":{"polluted":1}}',
      400,
      '__proto__',
    ],
    [
      'a disguised prototype key',
      '/greetings/ana',
      '{"word":"x","\\u005f_proto__":{"polluted":1}}',
      400,
      '__proto__',
    ],
  ])('is refused with the field that is wrong: %s', async (_, path, body, status, field) => {
    const response = await post(path, body);
    const problem = (await response.json()) as { errors: { field: string }[] };
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.errors.map((each) => each.field)).toContain(field);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ['text that is no JSON', '/greetings/ana', '{', {}, 400],
    ['another media type', '/greetings/ana', hello, { 'content-type': 'text/plain' }, 415],
    ['an unknown encoding', '/greetings/ana', hello, { 'content-encoding': 'br' }, 415],
    ['gzip that is none', '/greetings/ana', hello, { 'content-encoding': 'gzip' }, 400],
    [
      'a body over the limit',
      '/greetings/ana',
      JSON.stringify({ word: 'x'.repeat(2000) }),
      {},
      413,
    ],
    ['a URL that cannot be decoded', '/greetings/%ff', hello, {}, 400],
    ['an unknown address', '/nowhere', hello, {}, 404],
  ])('is refused: %s', async (_, path, body, headers, status) => {
    const response = await post(path, body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status });
  });

  it('is cut off when it inflates past the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    const response = await post('/greetings/ana', bomb.subarray(0, 900_000), {
      'content-encoding': 'gzip',
    });
    expect(response.status).toBe(413);
  });

  it('is cut off when a stream without a length goes past the limit', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(600)),
    });
    const response = await fetch(`${base}/bytes`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});

describe('an error', () => {
  it('inside is told opaquely, logged whole, and found by its id', async () => {
    const response = await fetch(`${base}/fail/hard`, {
      headers: { 'x-correlation-id': 'find-me' },
    });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('passwd');
    expect(text).toContain('find-me');
    expect(logged).toHaveLength(1);
  });

  it('that will pass says when to come back', async () => {
    const response = await fetch(`${base}/fail/busy`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  });
});

describe('access', () => {
  const secret = 'a-key';
  const digest = createHash('sha256').update(secret).digest('hex');
  const entryFor = (role: string) =>
    keyedAccess(parseApiKeys(`k:${role}:${digest}`), () => new Date());

  it.each([
    ['no key', 'trainer', undefined, 401],
    ['an unknown key', 'trainer', 'Bearer other', 401],
    ['a key without the role', 'reader', `Bearer ${secret}`, 403],
    ['a key with the role', 'trainer', `Bearer ${secret}`, 200],
  ])('with %s', async (_, role, authorization, status) => {
    await server.close();
    await start(entryFor(role));
    const response = await post('/greetings/ana', hello, authorization ? { authorization } : {});
    expect(response.status).toBe(status);
  });
});

describe('readiness', () => {
  it('names what is failing and why', async () => {
    await server.close();
    await start(openAccess, [
      { name: 'database', check: () => Promise.resolve() },
      { name: 'event-bus', check: () => Promise.reject(new Error('no broker answers')) },
    ]);
    const response = await fetch(`${base}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'failing',
      checks: [
        { name: 'database', status: 'ok' },
        { name: 'event-bus', status: 'failing', reason: 'no broker answers' },
      ],
    });
    expect(await (await fetch(`${base}/metrics`)).text()).toContain(
      'millrace_dependency_up{dependency="event-bus"} 0',
    );
    expect((await fetch(`${base}/livez`)).status).toBe(200);
  });
});

describe('the documentation page', () => {
  it('is served with its assets from here, and the document lists every endpoint', async () => {
    const page = await (await fetch(`${base}/docs`)).text();
    expect(page).not.toMatch(/https?:\/\//);
    for (const [, asset = ''] of page.matchAll(/(?:href|src)="(\/[^"]+)"/g)) {
      const response = await fetch(base + asset);
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
    const document = (await (await fetch(`${base}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(['/greetings/{name}', '/bytes', '/fail/{how}']);
  });
});

describe(listenHttp, () => {
  it('says what to do about a port in use', async () => {
    const again = listenHttp(
      { listener: () => undefined },
      {
        host: '127.0.0.1',
        port: server.port,
        setting: 'MILLRACE_HTTP_PORT',
      },
    );
    await expect(again).rejects.toThrow(/is in use by another program.*MILLRACE_HTTP_PORT/);
  });
});

import { request, type ClientRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '@millrace/api';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import { listenHttp, type ListeningServer } from './http-server.js';
import { route } from './route.js';
import { testHttpApp } from '../testing/test-http-app.js';

const measure = (path: string) =>
  endpoint({
    operationId: path,
    method: 'post',
    path: `/${path}`,
    summary: 'Measure.',
    tag: 'Test',
    policy: 'reader',
    body: { kind: 'json', schema: z.string(), maxBytes: 1_000_000 },
    responses: { 200: { description: 'ok' } },
  });
const limit = 300_000;
const text = JSON.stringify('x'.repeat(200_000));

let server: ListeningServer;
let metrics: Metrics;
beforeEach(async () => {
  metrics = createMetrics();
  const app = testHttpApp({
    metrics,
    bodyBytes: limit,
    routes: [
      route(measure('general'), ({ body }) => Promise.resolve({ status: 200, json: body.length })),
      route(measure('short'), ({ body }) => Promise.resolve({ status: 200, json: body.length }), {
        shortcut: ({ body }) =>
          Promise.resolve({
            status: 200,
            contentType: 'application/json',
            body: String(body.length - 2),
          }),
      }),
      // Its shortcut leaves everything to the general way.
      route(measure('left'), ({ body }) => Promise.resolve({ status: 200, json: body.length }), {
        shortcut: () => undefined,
      }),
    ],
  });
  server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'PORT' });
});
afterEach(() => server.close());

const held = async () =>
  Number(/^millrace_http_held_body_bytes (\d+)$/m.exec((await metrics.expose()).text)?.[1]);
const post = (path: string, body: string | Buffer<ArrayBuffer>, headers = {}) =>
  fetch(`http://127.0.0.1:${String(server.port)}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
/** Sends all of a body but its last byte. */
async function begin(path: string): Promise<ClientRequest> {
  const begun = request({
    port: server.port,
    path: `/${path}`,
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': text.length },
  });
  begun.on('error', () => undefined);
  begun.write(text.slice(0, -1));
  await vi.waitFor(async () => expect(await held()).toBe(text.length - 1));
  return begun;
}

describe('bodies that are kept in memory', () => {
  it.each(['general', 'short', 'left'])(
    'are refused past what all may take together, and find room again: %s',
    async (path) => {
      const begun = await begin(path);
      const refused = await post(path, text);
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect((await post(path, '"small"')).status).toBe(200);
      const answered = new Promise<number>((resolve) => {
        begun.on('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
      });
      begun.end(text.slice(-1));
      expect(await answered).toBe(200);
      await vi.waitFor(async () => expect(await held()).toBe(0));
      expect((await post(path, text)).status).toBe(200);
    },
  );

  it('are forgotten when their client goes away', async () => {
    const begun = await begin('short');
    begun.destroy();
    await vi.waitFor(async () => expect(await held()).toBe(0));
  });

  it('count with what they are unpacked', async () => {
    const begun = await begin('general');
    const packed = gzipSync(text);
    expect(packed.length).toBeLessThan(1_000);
    expect((await post('general', packed, { 'content-encoding': 'gzip' })).status).toBe(503);
    begun.destroy();
  });
});

import { Agent, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endpoint } from '@millrace/api';
import { listenHttp, type ListeningServer } from './http-server.js';
import { route } from './route.js';
import { testHttpApp } from '../testing/test-http-app.js';

const slow = endpoint({
  operationId: 'slow',
  method: 'get',
  path: '/slow',
  summary: 'Slow.',
  tag: 'Test',
  policy: 'reader',
  responses: { 200: { description: 'ok' } },
});

let server: ListeningServer;
let stopping: AbortController;
let finish: () => void;
let begun: number;
const keptAlive = new Agent({ keepAlive: true });

/** Asks on a connection of its own, or on one that is kept. */
function ask(path: string, agent?: Agent) {
  return new Promise<{ status: number; retryAfter: string | undefined }>((resolve, reject) => {
    const asked = request({ port: server.port, path, agent: agent ?? false }, (response) => {
      response.resume();
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        resolve({ status: response.statusCode ?? 0, retryAfter });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

beforeEach(async () => {
  stopping = new AbortController();
  begun = 0;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const app = testHttpApp({
    stopping: stopping.signal,
    routes: [
      route(slow, async () => {
        begun++;
        await finished;
        return { status: 200, json: {} };
      }),
    ],
  });
  server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'PORT' });
});
afterEach(() => keptAlive.destroy());

describe('a process that stops', () => {
  it('answers what is in work, turns newcomers away with a time to come again, and then is gone', async () => {
    const inWork = ask('/slow', keptAlive);
    await vi.waitFor(() => expect(begun).toBe(1));
    stopping.abort();
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await vi.waitFor(async () =>
      expect(await ask('/slow')).toEqual({ status: 503, retryAfter: '1' }),
    );
    expect((await ask('/livez')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(503);
    expect(closed).toBe(false);
    finish();
    expect((await inWork).status).toBe(200);
    // The connection would be kept alive for a minute: it is not waited for.
    await closing;
    expect(begun).toBe(1);
    await expect(ask('/livez')).rejects.toThrow('ECONNREFUSED');
  });
});

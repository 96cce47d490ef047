import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '@millrace/api';
import { listenHttp, type ListeningServer } from './http-server.js';
import { route } from './route.js';
import { testHttpApp } from '../testing/test-http-app.js';

const echo = endpoint({
  operationId: 'echo',
  method: 'post',
  path: '/echo',
  summary: 'Echo.',
  tag: 'Test',
  policy: 'reader',
  body: { kind: 'json', schema: z.strictObject({ word: z.string() }), maxBytes: 1_000 },
  responses: { 200: { description: 'ok' } },
});

let server: ListeningServer;
let answered: number;
const sockets: Socket[] = [];
beforeEach(async () => {
  answered = 0;
  const app = testHttpApp({
    routes: [
      route(
        echo,
        ({ body }) => {
          answered++;
          return Promise.resolve({ status: 200, json: body });
        },
        {
          shortcut: ({ body }) => {
            answered++;
            return Promise.resolve({ status: 200, contentType: 'application/json', body });
          },
        },
      ),
    ],
  });
  server = await listenHttp(app, {
    host: '127.0.0.1',
    port: 0,
    setting: 'PORT',
    patience: {
      headersTimeout: 200,
      requestTimeout: 200,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 20,
    },
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

/** Sends the beginning at once, and a byte of the rest now and then until the server has had enough. */
async function trickle(beginning: string, rest: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  sockets.push(socket);
  let received = '';
  let closed = false;
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.on('close', () => (closed = true));
  // The server does not wait for what is still on its way.
  socket.on('error', () => undefined);
  socket.write(beginning);
  let sent = 0;
  const drip = setInterval(() => socket.write(rest[sent++ % rest.length] ?? ''), 5);
  try {
    await vi.waitFor(() => expect(closed).toBe(true), { timeout: 10_000, interval: 5 });
  } finally {
    clearInterval(drip);
  }
  return received;
}
const ask = () =>
  fetch(`http://127.0.0.1:${String(server.port)}/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"word":"quick"}',
  });
const head = 'POST /echo HTTP/1.1\r\nhost: test\r\n';

describe('a client that takes its time', () => {
  it.each([
    [
      'with a body for the shortcut',
      `${head}content-type: application/json\r\ncontent-length: 900\r\n\r\n`,
      ' ',
    ],
    [
      'with a body for the general way',
      `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      '1\r\n \r\n',
    ],
    ['with its headers', head, 'x-a: b\r\n'],
  ])('%s is cut off, and others are answered meanwhile', async (_, beginning, rest) => {
    const slow = Array.from({ length: 20 }, () => trickle(beginning, rest));
    let over = false;
    const ended = Promise.all(slow).finally(() => (over = true));
    let others = 0;
    while (!over) {
      expect((await ask()).status).toBe(200);
      others++;
    }
    for (const received of await ended) expect(received).toMatch(/^(HTTP\/1.1 408 |$)/);
    expect(answered).toBe(others);
    expect(others).toBeGreaterThan(0);
  });
});

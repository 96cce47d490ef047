import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runDemo } from './demo.js';

it('the demonstration uploads nothing before the services are ready', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume();
    const isReady = asked.length > 3;
    if (request.url === '/readyz') response.writeHead(isReady ? 200 : 503).end();
    else response.writeHead(507).end('full');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const samples = join(import.meta.dirname, '../../../samples');
    const demo = runDemo({ base, samples, signal: new AbortController().signal });
    await expect(demo).rejects.toThrow('The upload answered 507: full');
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const upload = 'POST /api/v1/datasets/breast-cancer/versions?target=diagnosis';
  expect(asked).toEqual([...Array<string>(4).fill('GET /readyz'), upload]);
});

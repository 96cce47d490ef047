import { describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error.js';
import { createClient } from './client.js';
import { listDatasets, uploadDatasetVersion } from './ingestion.js';
import { getModelVersion, setAlias } from './registry.js';
import { followTrainingRun } from './trainer.js';

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json' },
  });

function clientAnswering(answer: (request: Request) => Response | Promise<Response>, key?: string) {
  const requests: Request[] = [];
  const client = createClient({
    baseUrl: 'http://millrace.test/',
    apiKey: () => key,
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      requests.push(request);
      return answer(request);
    },
  });
  return { client, requests };
}

const run = {
  id: '7d3f8f1e-4f43-4f0b-9b39-0d6a4a2a8a01',
  status: 'running',
  dataset: 'iris',
  version: 1,
  model: 'iris',
  trigger: 'manual',
  metric: 'f1',
  seed: 7,
  progress: 0.5,
  leaderboard: [],
  underWay: [],
  warnings: [],
  createdAt: '2026-01-02T03:04:05Z',
};

describe('the client of the REST API', () => {
  it('puts parameters into the path, percent-encoded, and the query behind it', async () => {
    const { client, requests } = clientAnswering(() => json({ items: [] }));
    await client.call(listDatasets, { query: { pageToken: 'a b&c' } });
    expect(requests[0]?.url).toBe('http://millrace.test/api/v1/datasets?pageToken=a+b%26c');

    const other = clientAnswering(() => json({}, { status: 404 }));
    await expect(
      other.client.call(getModelVersion, { params: { name: '../x?', version: 2 } }),
    ).rejects.toThrow(ApiError);
    expect(other.requests[0]?.url).toBe('http://millrace.test/api/v1/models/..%2Fx%3F/versions/2');
  });

  it('sends JSON bodies and the key as a bearer token', async () => {
    const model = { name: 'iris', latestVersion: 2, aliases: { champion: 2 } };
    const { client, requests } = clientAnswering(() => json(model), 'secret');
    const params = { name: 'iris', alias: 'champion' };
    await expect(client.call(setAlias, { params, body: { version: 2 } })).resolves.toEqual(model);
    expect(requests[0]?.method).toBe('PUT');
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer secret');
    await expect(requests[0]?.json()).resolves.toEqual({ version: 2 });
  });

  it('sends no authorization without a key', async () => {
    const { client, requests } = clientAnswering(() => json({ items: [] }));
    await client.call(listDatasets, {});
    expect(requests[0]?.headers.has('authorization')).toBe(false);
  });

  it('sends a file as it is', async () => {
    const { client, requests } = clientAnswering(() => json({}, { status: 500 }));
    const body = { contentType: 'text/csv', content: 'a,b\n1,2\n' };
    await expect(
      client.call(uploadDatasetVersion, { params: { name: 'x' }, query: { target: 'b' }, body }),
    ).rejects.toThrow(ApiError);
    expect(requests[0]?.headers.get('content-type')).toBe('text/csv');
    await expect(requests[0]?.text()).resolves.toBe('a,b\n1,2\n');
  });

  it('turns a problem document into an error with its faults', async () => {
    const { client } = clientAnswering(() =>
      json(
        {
          type: 'about:blank',
          title: 'Invalid argument',
          status: 400,
          detail: 'The file has bad rows.',
          errors: [
            { line: 7, message: '3 fields instead of 4' },
            { field: 'target', message: 'no such column' },
          ],
        },
        { status: 400 },
      ),
    );
    const error: unknown = await client.call(listDatasets, {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).message).toBe('The file has bad rows.');
    expect((error as ApiError).status).toBe(400);
    expect((error as ApiError).faults).toEqual([
      'line 7: 3 fields instead of 4',
      'target: no such column',
    ]);
  });

  it('explains an answer that is no problem document', async () => {
    const { client } = clientAnswering(
      () => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
    );
    await expect(client.call(listDatasets, {})).rejects.toThrow(
      'The server answered 502 Bad Gateway.',
    );
  });

  it('says when the server does not answer', async () => {
    const { client } = clientAnswering(() => Promise.reject(new TypeError('fetch failed')));
    await expect(client.call(listDatasets, {})).rejects.toThrow(
      'The server at http://millrace.test does not answer. Is it running?',
    );
  });

  it('refuses an answer that is not what the endpoint describes', async () => {
    const { client } = clientAnswering(() => json({ items: [{ name: 3 }] }));
    await expect(client.call(listDatasets, {})).rejects.toThrow(/listDatasets .*items\.0\.name/);
  });

  it('follows server-sent events, however the bytes are cut', async () => {
    const text =
      `: hello\r\n\r\nevent: run\r\ndata: ${JSON.stringify({ event: 'run', ...run })}\r\n\r\n` +
      `data: ${JSON.stringify({ event: 'run', ...run, status: 'succeeded', best: 'bäst' })}\n\n` +
      'data: {"cut off';
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const { client } = clientAnswering(() => {
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            for (let at = 0; at < bytes.length; at += size) {
              controller.enqueue(bytes.slice(at, at + size));
            }
            controller.close();
          },
        });
        return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
      });
      const seen: string[] = [];
      for await (const event of client.follow(followTrainingRun, { params: { id: run.id } })) {
        if (event.event === 'run') seen.push(`${event.status} ${event.best ?? ''}`);
      }
      expect(seen).toEqual(['running ', 'succeeded bäst']);
    }
  });

  it('lets an abort through as it is', async () => {
    const stop = new AbortController();
    const send = vi.fn(async (_: unknown, init?: RequestInit) => {
      stop.abort();
      init?.signal?.throwIfAborted();
      return json({});
    });
    const client = createClient({ baseUrl: '', fetch: send });
    await expect(client.call(listDatasets, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

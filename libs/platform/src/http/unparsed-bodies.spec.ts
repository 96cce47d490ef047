import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '@millrace/api';
import { openAccess } from '../access/api-keys.js';
import { testHttpApp } from '../testing/test-http-app.js';
import { listenHttp, type ListeningServer } from './http-server.js';
import { parseJsonBody, wholeOf } from './request-body.js';
import { route } from './route.js';
import { validate } from './validate.js';

const schema = z.strictObject({ word: z.string() });
const echo = endpoint({
  operationId: 'echo',
  method: 'post',
  path: '/echo',
  summary: 'Echo.',
  tag: 'Test',
  policy: 'public',
  body: { kind: 'json', schema, maxBytes: 100_000 },
  responses: { 200: { description: 'ok' } },
});

let server: ListeningServer;
beforeEach(async () => {
  const by = (name: string, { word }: z.output<typeof schema>) => ({
    status: 200,
    json: { by: name, letters: word.length },
  });
  const app = testHttpApp({
    authenticator: openAccess,
    routes: [
      route(echo, ({ body }) => Promise.resolve(by('handle', body)), {
        shortcutBytes: 999,
        shortcut: ({ body }) =>
          Promise.resolve({
            status: 200,
            contentType: 'application/json',
            body: JSON.stringify({ by: 'shortcut', letters: body.length - 11 }),
          }),
        unparsed: {
          leastBytes: 1_000,
          handle: ({ body }, pieces) => {
            expect(body).toBeUndefined();
            return Promise.resolve(
              by('unparsed', validate(schema, parseJsonBody(wholeOf(pieces)), 'body')),
            );
          },
        },
      }),
    ],
  });
  server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'PORT' });
});
afterEach(() => server.close());

const post = async (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const response = await fetch(`http://127.0.0.1:${String(server.port)}/echo`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return (await response.json()) as Record<string, unknown>;
};
const bodyOf = (letters: number) => JSON.stringify({ word: 'x'.repeat(letters) });
const packed = { 'content-encoding': 'gzip' };

describe('a JSON body', () => {
  it('goes to the shortcut while it is short', async () => {
    expect(await post(bodyOf(3))).toEqual({ by: 'shortcut', letters: 3 });
    expect(await post(bodyOf(988))).toEqual({ by: 'shortcut', letters: 988 });
  });

  it('is left unparsed from a length on, in as many pieces as it comes', async () => {
    expect(await post(bodyOf(989))).toEqual({ by: 'unparsed', letters: 989 });
    expect(await post(bodyOf(90_000))).toEqual({ by: 'unparsed', letters: 90_000 });
  });

  it('is as long as it is unpacked', async () => {
    expect(await post(gzipSync(bodyOf(5)), packed)).toEqual({ by: 'handle', letters: 5 });
    const long = await post(gzipSync(bodyOf(50_000)), packed);
    expect(long).toEqual({ by: 'unparsed', letters: 50_000 });
  });

  it('is refused beyond the limit of its endpoint, and for what its schema has not', async () => {
    expect(await post(bodyOf(100_000))).toMatchObject({ status: 413 });
    const wrong = JSON.stringify({ word: 'x'.repeat(2_000), more: 1 });
    expect(await post(wrong)).toMatchObject({ status: 400, errors: [{ field: 'body' }] });
  });
});

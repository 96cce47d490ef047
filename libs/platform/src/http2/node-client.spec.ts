import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { createServer, type AddressInfo, type Server } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFields } from './hpack/encoder.js';
import { defaultLimits } from './limits.js';
import { ServerConnection } from './server-connection.js';

const head = encodeFields([[':status', '200']]);

let server: Server;
let session: ClientHttp2Session;
beforeAll(async () => {
  // Sends back the body, and in the trailers the headers that were asked for by name.
  server = createServer((socket) => {
    new ServerConnection(
      socket,
      (stream, request) => {
        const pieces: Buffer[] = [];
        return {
          data: (bytes) => pieces.push(bytes),
          end: () => {
            const names = (request.get('names') ?? '').split(',').filter((name) => name !== '');
            const seen = names.map((name) => [name, request.get(name) ?? ''] as const);
            stream.answer(head, pieces, encodeFields([['path', request.path], ...seen]));
          },
          aborted: () => undefined,
        };
      },
      defaultLimits,
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => {
  session.destroy();
  server.close();
});

async function echo(headers: Record<string, string>, body: Buffer) {
  const stream = session.request({ ':method': 'POST', ...headers });
  const pieces: Buffer[] = [];
  let trailers: Record<string, unknown> = {};
  stream.on('data', (bytes: Buffer) => pieces.push(bytes));
  stream.on('trailers', (found: Record<string, unknown>) => (trailers = found));
  stream.end(body);
  await once(stream, 'close');
  return { body: Buffer.concat(pieces), trailers };
}

describe("Node's own client", () => {
  it('is understood in whatever headers it sends, by what its table says of earlier ones', async () => {
    const name = fc.stringMatching(/^x-[a-z]{1,3}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 8 }), async (headers) => {
        const names = Object.keys(headers).join(',');
        const { trailers } = await echo({ ':path': '/p', names, ...headers }, Buffer.alloc(0));
        expect(Object.fromEntries(Object.entries(trailers))).toEqual({ path: '/p', ...headers });
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, 16_384, 16_385, 70_000, 3_000_000])(
    'gets a body of %d bytes back whole, with others beside it',
    async (length) => {
      const bodies = [1, 2, 3].map((seed) => Buffer.alloc(length, `${seed}-${length}-`));
      const answers = await Promise.all(bodies.map((body) => echo({ ':path': '/' }, body)));
      expect(answers.map(({ body }, at) => body.equals(bodies[at]!))).toEqual([true, true, true]);
    },
  );
});

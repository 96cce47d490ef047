import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { endpoint, nameSchema } from '@millrace/api';
import { PlatformError } from '../errors/platform-error.js';
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
  body: { kind: 'json', schema: z.strictObject({ word: z.string() }), maxBytes: 500_000 },
  responses: { 200: { description: 'ok' } },
});

let admitted = 0;
let release: () => void = () => undefined;

function app(stopping = new AbortController()) {
  return testHttpApp({
    stopping: stopping.signal,
    routes: [
      route(
        echo,
        ({ params, body }) =>
          Promise.resolve({ status: 200, json: { by: 'handler', ...params, word: body.word } }),
        {
          tellError: ({ message }) => ({ json: { error: message } }),
          admit: () => {
            admitted++;
          },
          shortcut: ({ params: [name], body }) => {
            const word = /^{"word":"([\wé]*)"}$/.exec(body.toString())?.[1];
            if (word === undefined) return undefined;
            if (word === 'gone') throw new PlatformError('not_found', 'It is gone.');
            if (word === 'broken') return Promise.reject(new Error('a secret'));
            const json = JSON.stringify({ by: 'shortcut', name, word });
            const reply = { status: 200, contentType: 'application/json', body: json };
            if (word === 'bytes') return Promise.resolve({ ...reply, body: Buffer.from(json) });
            if (word !== 'held') return Promise.resolve(reply);
            return new Promise((resolve) => {
              release = () => {
                resolve(reply);
              };
            });
          },
        },
      ),
    ],
  });
}

const place = { host: '127.0.0.1', port: 0, setting: 'PORT' };
let plain: ListeningServer;
/** The same routes behind Node's server alone. */
let general: ListeningServer;
beforeAll(async () => {
  plain = await listenHttp(app(), place);
  general = await listenHttp({ listener: app().listener }, place);
});
afterAll(() => Promise.all([plain.close(), general.close()]));

const post = (body: string, ...headers: string[]) =>
  [
    'POST /models/a/echo HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
const word = (text: string) => post(JSON.stringify({ word: text }));
const last = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

function open(port: number) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const closed = new Promise<string>((resolve) => {
    socket
      .on('error', () => undefined)
      .on('close', () => {
        resolve(text);
      });
  });
  return { socket, closed, text: () => text };
}

/** Sends pieces one after the other, and gives what came back until the server closed. */
async function talk(port: number, pieces: readonly string[]): Promise<string> {
  const { socket, closed } = open(port);
  for (const piece of pieces) await written(socket, piece);
  return closed;
}

function written(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A server that has had enough closes while we write.
    socket.write(text, 'latin1', () => {
      setImmediate(resolve);
    });
  });
}

function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...places.filter((each) => each < text.length), text.length].sort((a, b) => a - b);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

/** What differs from one answer to the next. */
function steady(text: string): string[] {
  return text
    .replaceAll(/^date: .*\r\n/gim, '')
    .replaceAll(/[0-9a-f]{32}/g, 'ID')
    .split(/(?=HTTP\/1\.1 \d)/)
    .map((answer) => {
      const [head = '', ...body] = answer.split('\r\n\r\n');
      const lines = head.split('\r\n').map((line) => line.toLowerCase());
      return [...lines.sort(), ...body].filter((line) => line !== '').join('\n');
    });
}

describe('a connection', () => {
  it.each([
    ['one request', [word('hi')]],
    ['text outside of ASCII', [Buffer.from(word('é')).toString('latin1')]],
    ['an answer in bytes', [word('bytes'), word('hi')]],
    ['the same again and again', [word('hi'), word('hi'), word('ho')]],
    ['several at once', [word('hi') + word('bytes') + word('gone') + word('a b') + word('hi')]],
    ['a head in pieces', [word('hi').slice(0, 30), word('hi').slice(30)]],
    ['a body in pieces', [word('hi').slice(0, -9), word('hi').slice(-9, -4), word('hi').slice(-4)]],
    ['more pieces than are waited for', [...word('hi')]],
    ['a large body', [word('x'.repeat(200_000))]],
    ['a body over the limit', [word('x'.repeat(600_000))]],
    ['errors of the shortcut', [word('gone'), word('broken'), word('hi')]],
    ['what the shortcut leaves', [word('a b'), word('hi')]],
    ['what is no JSON', [post('{')]],
    ['another route between', ['GET /livez HTTP/1.1\r\nHost: x\r\n\r\n', word('hi')]],
    ['another framing as well', [post('0\r\n\r\n', 'Transfer-Encoding: chunked')]],
    ['a length twice', [post('{}', 'Content-Length: 200')]],
    ['a folded header', [post('{}', 'X-A: 1', ' 2')]],
    ['no HTTP', ['\x16\x03\x01\r\n\r\n']],
    ['a connection that is to end', [post('{"word":"hi"}', 'Connection: close')]],
    ['an id of its own', [post('{"word":"hi"}', 'X-Correlation-Id: mine')]],
  ])('is answered as by Node alone: %s', async (_, pieces) => {
    const [ours, theirs] = await Promise.all(
      [plain, general].map(({ port }) => talk(port, [...pieces, last])),
    );
    expect(steady(ours ?? '')).toEqual(steady(theirs ?? ''));
    expect(ours).toContain('HTTP/1.1 ');
  });

  const good = [
    word('hi'),
    word('bytes'),
    word('gone'),
    word('a b'),
    post('{'),
    post('{"word":"hi"}', 'X-Correlation-Id: mine'),
    'GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n',
  ];
  const bad = [
    post('{"word":"hi"}', 'content-length: 13'),
    post('{"word":"hi"}', 'X-A : b'),
    post('{"word":"hi"}', 'X-A: b\nX-C: d'),
    post('0\r\n\r\n', 'Transfer-Encoding: chunked'),
    'POST /models/a/echo HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /models/a/echo HTTP/1.1\r\n\r\n',
    '\r\n',
    'nonsense\r\n\r\n',
  ];

  it('is answered as by Node alone, whichever pieces requests come in', async () => {
    const requests = fc.array(fc.constantFrom(...good), { maxLength: 5 });
    const cuts = fc.array(fc.nat(1_200), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(requests, cuts, async (sent, places) => {
        const pieces = cutAt([...sent, last].join(''), places);
        const [ours, theirs] = await Promise.all(
          [plain, general].map(({ port }) => talk(port, pieces)),
        );
        expect(steady(ours ?? '')).toEqual(steady(theirs ?? ''));
      }),
      { numRuns: 60 },
    );
  });

  // Node's server forgets the answers it owes when something malformed comes behind their requests: one at a time, then.
  it.each(bad)('is refused as by Node alone: %j', async (text) => {
    const refused = async ({ port }: ListeningServer, places: readonly number[]) => {
      const { socket, closed, text: read } = open(port);
      await written(socket, word('hi'));
      await vi.waitFor(() => expect(read()).toContain('"hi"'));
      for (const piece of cutAt(text + last, places)) await written(socket, piece);
      return steady(await closed);
    };
    for (const places of [[], [20], [text.length - 2]]) {
      expect(await refused(plain, places)).toEqual(await refused(general, places));
    }
  });

  it('lets a request in once, also one that a shortcut leaves', async () => {
    for (const text of ['hi', 'a b']) {
      admitted = 0;
      await talk(plain.port, [word(text), last]);
      expect(admitted).toBe(1);
    }
  });

  it('keeps what comes behind a request until that is answered', async () => {
    const { socket, closed, text } = open(plain.port);
    socket.write(word('held') + word('second'));
    socket.write(last);
    await vi.waitFor(() => {
      release();
      expect(text()).toContain('held');
    });
    const answers = steady(await closed);
    expect(answers).toHaveLength(3);
    expect(answers[0]).toContain('held');
    expect(answers[1]).toContain('second');
  });

  it('that is closed while it is answered harms nobody', async () => {
    const { socket, closed } = open(plain.port);
    socket.write(word('held'));
    await vi.waitFor(() => expect(release.name).toBe('release'));
    socket.destroy();
    await closed;
    release();
    expect(await talk(plain.port, [word('hi'), last])).toContain('"hi"');
  });
});

describe('a server that stops', () => {
  it('answers what is in work, turns away what comes behind it, and closes what is idle', async () => {
    const stopping = new AbortController();
    const server = await listenHttp(app(stopping), place);
    const idle = open(server.port);
    const busy = open(server.port);
    await written(idle.socket, word('hi'));
    await vi.waitFor(() => expect(idle.text()).toContain('"hi"'));
    release = () => undefined;
    await written(busy.socket, word('held') + word('late'));
    stopping.abort();
    const closing = server.close();
    await idle.closed;
    await vi.waitFor(() => {
      release();
      expect(busy.text()).toContain('held');
    });
    const answers = steady(await busy.closed);
    expect(answers[1]).toContain('http/1.1 503');
    await closing;
  });
});

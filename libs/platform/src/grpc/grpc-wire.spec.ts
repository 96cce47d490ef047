import { once } from 'node:events';
import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { deflateSync, gzipSync } from 'node:zlib';
import type { CallContext } from '@millrace/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../errors/platform-error.js';
import { listenGrpc, type ListeningGrpcServer } from './grpc-server.js';
import type { EncodedHandler, GuardedRpcService } from './guard.js';

// What goes over the wire, seen by an HTTP/2 client that knows nothing of gRPC.

/** Answers with the request, or with whatever a test puts here. */
let answer: EncodedHandler;
const service = {
  definition: { name: 'Echo', fullName: 'test.Echo', methods: { call: { name: 'Call' } } },
  encoded: { call: (request: Uint8Array, context: CallContext) => answer(request, context) },
} as unknown as GuardedRpcService;

let server: ListeningGrpcServer;
let session: ClientHttp2Session;
beforeEach(async () => {
  answer = (request) => Promise.resolve(request);
  server = await listenGrpc({ services: [service], host: '127.0.0.1', port: 0, setting: 'PORT' });
  session = connect(`http://127.0.0.1:${server.port}`);
});
afterEach(async () => {
  session.destroy();
  await server.close();
});

const path = '/test.Echo/Call';
const open = (headers: Record<string, string> = {}, more = {}): ClientHttp2Stream =>
  session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
    ...more,
  });

function message(bytes: Uint8Array, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const pieces: Buffer[] = [];
  stream.on('response', (found) => (headers = found));
  stream.on('trailers', (found: IncomingHttpHeaders) => (trailers = found));
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  await once(stream, 'close');
  return { headers, trailers, body: Buffer.concat(pieces) };
}

function call(body: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  const stream = open(headers);
  stream.end(body);
  return answerOf(stream);
}
const statusOf = ({ headers, trailers }: Answer) =>
  headers['grpc-status'] ?? trailers['grpc-status'];
const yes = Buffer.from('yes');

describe('a unary call', () => {
  it('is answered by headers, one message, and trailers', async () => {
    const { headers, trailers, body } = await call(message(yes));
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc' });
    expect(body).toEqual(message(yes));
    expect(trailers['grpc-status']).toBe('0');
  });

  it('may be of a type of messages, and have an empty one', async () => {
    const found = await call(message(Buffer.alloc(0)), {
      'content-type': 'application/grpc+proto',
    });
    expect([statusOf(found), found.body]).toEqual(['0', message(Buffer.alloc(0))]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('may be compressed by %s', async (encoding, compress) => {
    const found = await call(message(compress(yes), 1), { 'grpc-encoding': encoding });
    expect(found.body).toEqual(message(yes));
  });

  it('fails by trailers alone: a status, the message percent-encoded, our code', async () => {
    answer = () => Promise.reject(new PlatformError('not_found', '100 % größer\n'));
    const { headers, body } = await call(message(yes));
    expect(headers).toMatchObject({
      ':status': 200,
      'grpc-status': '5',
      'grpc-message': '100 %25 gr%C3%B6%C3%9Fer%0A',
      'millrace-error-code': 'not_found',
    });
    expect(body.length).toBe(0);
  });

  it.each<[string, string, Uint8Array, Record<string, string>]>([
    ['of a method that is not there', '12', message(yes), { ':path': '/test.Echo/Other' }],
    ['in an encoding that is not known', '12', message(yes, 1), { 'grpc-encoding': 'br' }],
    ['that is compressed and does not say how', '13', message(yes, 1), {}],
    ['that is not what its encoding says', '13', message(yes, 1), { 'grpc-encoding': 'gzip' }],
    [
      'that is larger than allowed when it is read',
      '8',
      message(gzipSync(Buffer.alloc(17 * 2 ** 20)), 1),
      { 'grpc-encoding': 'gzip' },
    ],
    ['that says it is larger than allowed', '8', Buffer.of(0, 2, 0, 0, 0), {}],
    ['of no message', '12', Buffer.alloc(0), {}],
    ['of two messages', '12', Buffer.concat([message(yes), message(yes)]), {}],
    ['of a part of a message', '13', message(yes).subarray(0, 6), {}],
    ['with a deadline that is none', '13', message(yes), { 'grpc-timeout': 'soon' }],
  ])('%s is told status %s', async (_, status, body, headers) => {
    expect(statusOf(await call(body, headers))).toBe(status);
  });

  it('in an encoding that is not known is told which are', async () => {
    const { headers } = await call(message(yes, 1), { 'grpc-encoding': 'br' });
    expect(headers['grpc-accept-encoding']).toBe('identity,gzip,deflate');
  });

  it('whose answer is larger than allowed is told so', async () => {
    answer = () => Promise.resolve(new Uint8Array(64 * 2 ** 20 + 1));
    expect(statusOf(await call(message(yes)))).toBe('8');
  });

  it.each<[number, Record<string, string>]>([
    [415, { 'content-type': 'application/json' }],
    [415, { 'content-type': 'application/grpc-web' }],
    [405, { ':method': 'PUT' }],
  ])('is told HTTP status %d with %j', async (status, headers) => {
    expect((await call(message(yes), headers)).headers[':status']).toBe(status);
  });
});

describe('what a handler knows of its call', () => {
  it('is its metadata by name, bytes decoded, and where it comes from', async () => {
    let seen: unknown;
    answer = (request, { metadata, address }) => {
      const names = ['authorization', 'traceparent', 'some-bin', 'absent'];
      seen = [...names.map((name) => metadata.get(name)), address];
      return Promise.resolve(request);
    };
    const bytes = Buffer.from('größer').toString('base64').replace(/=+$/, '');
    await call(message(yes), {
      authorization: 'Bearer x',
      traceparent: '00-1-2-03',
      'some-bin': `${bytes},AAAA`,
    });
    expect(seen).toEqual(['Bearer x', '00-1-2-03', 'größer', undefined, '127.0.0.1']);
  });

  it('is its deadline, at which the client is told and the signal aborts', async () => {
    let context: CallContext | undefined;
    answer = (_, given) => {
      context = given;
      return new Promise((resolve) => {
        given.signal.addEventListener('abort', () => resolve(yes));
      });
    };
    const found = await call(message(yes), { 'grpc-timeout': '30m' });
    expect(statusOf(found)).toBe('4');
    expect(context!.deadline! - performance.now()).toBeLessThan(30);
    expect([context!.cancelled, context!.signal.aborted]).toEqual([true, true]);
  });

  it('is that there is no deadline', async () => {
    let deadline: number | undefined;
    answer = (request, context) => {
      ({ deadline } = context);
      return Promise.resolve(request);
    };
    await call(message(yes));
    expect(deadline).toBe(Infinity);
  });

  it('is that its client has gone', async () => {
    let context: CallContext | undefined;
    answer = (_, given) => {
      context = given;
      return new Promise(() => undefined);
    };
    const stream = open();
    stream.on('error', () => undefined);
    stream.end(message(yes));
    const { signal } = await vi.waitUntil(() => context);
    stream.close(8);
    await vi.waitFor(() => expect([signal.aborted, context!.cancelled]).toEqual([true, true]));
  });
});

describe('the health service', () => {
  const named = (name: string) =>
    message(Buffer.concat([Buffer.of(10, name.length), Buffer.from(name)]));
  const health = (method: string) => ({ ':path': `/grpc.health.v1.Health/${method}` });

  it('knows each service and no other', async () => {
    const known = await call(named('test.Echo'), health('Check'));
    expect(known.body).toEqual(message(Buffer.of(8, 2)));
    expect(statusOf(await call(named('test.Other'), health('Check')))).toBe('5');
  });

  it('lists all of them', async () => {
    const { body } = await call(message(Buffer.alloc(0)), health('List'));
    expect(body.toString('latin1')).toContain('test.Echo\x12\x02\x08\x02');
  });

  it('tells a watcher every change, and that the server stops', async () => {
    const stream = open(health('Watch'));
    const statuses: number[] = [];
    stream.on('data', (bytes: Buffer) => {
      for (let at = 6; at < bytes.length; at += 7) statuses.push(bytes[at]!);
    });
    stream.end(named(''));
    await vi.waitFor(() => expect(statuses).toEqual([2]));
    server.setServing('SERVING');
    await vi.waitFor(() => expect(statuses).toEqual([2, 1]));
    const ended = answerOf(stream);
    await server.close();
    expect(statusOf(await ended)).toBe('14');
  });

  it('tells a watcher that a service is not known', async () => {
    const stream = open(health('Watch'));
    stream.end(named('x'));
    const [bytes] = (await once(stream, 'data')) as [Buffer];
    expect(bytes).toEqual(message(Buffer.of(8, 3)));
  });
});

describe('a server that closes', () => {
  it('answers the calls it has begun, and takes no new ones', async () => {
    let finish: ((bytes: Uint8Array) => void) | undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const begun = call(message(yes));
    await vi.waitUntil(() => finish);
    const closed = server.close();
    await once(session, 'goaway');
    finish!(yes);
    const found = await begun;
    expect([statusOf(found), found.body]).toEqual(['0', message(yes)]);
    await closed;
  });
});

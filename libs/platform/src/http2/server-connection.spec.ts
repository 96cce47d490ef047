import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { RequestHandler } from './frame-interpreter.js';
import { encodeFields } from './hpack/encoder.js';
import { ErrorCode, Flag, FrameType, Setting } from './protocol.js';
import type { ServerStream } from './server-stream.js';
import { RawClient, requestBlock } from './testing/raw-client.js';

const head = encodeFields([[':status', '200']]);
const trailers = encodeFields([['end', '1']]);
const answer = (text: string | Buffer): RequestHandler => {
  const body = [Buffer.from(text)];
  return (stream) => ({
    data: () => undefined,
    end: () => stream.answer(head, body, trailers),
    aborted: () => undefined,
  });
};
/** Keeps its streams. */
function held() {
  const streams: ServerStream[] = [];
  const aborted: number[] = [];
  const handler: RequestHandler = (stream) => {
    streams.push(stream);
    return {
      data: () => undefined,
      end: () => undefined,
      aborted: () => {
        aborted.push(stream.id);
      },
    };
  };
  return { streams, aborted, handler };
}

const clients: RawClient[] = [];
const open = (...parts: ConstructorParameters<typeof RawClient>) => {
  const client = new RawClient(...parts);
  clients.push(client);
  return client;
};
afterEach(() => {
  for (const client of clients.splice(0)) {
    client.connection.destroy();
    client.socket.destroy();
  }
});
const few = { burst: 20, perSecond: 0 };

describe('a connection', () => {
  it('answers a request with head, body and trailers', async () => {
    const client = open(answer('yes')).begin().request(1);
    await client.until(() => client.received.find(({ flags, type }) => type === 1 && flags & 1));
    const frames = client.received.filter(({ streamId }) => streamId === 1);
    expect(frames.map(({ type, payload }) => [type, payload])).toEqual([
      [FrameType.headers, head],
      [FrameType.data, Buffer.from('yes')],
      [FrameType.headers, trailers],
    ]);
  });

  it('sends no more than both windows allow, and the rest as they open', async () => {
    const client = open(answer('0123456789'))
      .begin([[Setting.initialWindowSize, 3]])
      .request(1);
    const body = () =>
      Buffer.concat(client.received.filter(({ type }) => type === 0).map((each) => each.payload));
    await client.until(() => body().length === 3 || undefined);
    client.frame(FrameType.windowUpdate, 0, 1, Buffer.of(0, 0, 0, 2));
    await client.until(() => body().length === 5 || undefined);
    client.frame(FrameType.windowUpdate, 0, 1, Buffer.of(0, 0, 1, 0));
    await client.until(() => client.received.find(({ flags, type }) => type === 1 && flags & 1));
    expect(body().toString()).toBe('0123456789');
  });

  it('lets a client make room for every piece of a large answer', async () => {
    const whole = Buffer.alloc(100 * 16_384);
    const client = open(answer(whole), { idleFrames: few });
    client.begin([[Setting.initialWindowSize, 16_384]]).request(1);
    let length = 0;
    let at = 0;
    await client.until(() => {
      for (; at < client.received.length; at++) {
        const { type, payload } = client.received[at]!;
        if (type !== FrameType.data) continue;
        length += payload.length;
        client.frame(FrameType.windowUpdate, 0, 1, Buffer.of(0, 0, 0x40, 0));
        client.frame(FrameType.windowUpdate, 0, 0, Buffer.of(0, 0, 0x40, 0));
        client.frame(FrameType.ping, 0, 0, Buffer.alloc(8));
      }
      return length === whole.length || undefined;
    });
  });

  it('takes no more requests at once than it says', async () => {
    const client = open(held().handler, { concurrentStreams: 2 }).begin();
    client.request(1).request(3).request(5);
    const { payload } = await client.untilFrame(FrameType.rstStream, 5);
    expect(payload.readUInt32BE()).toBe(ErrorCode.refusedStream);
  });

  it('tells who waits for an answer that the client has gone', async () => {
    const { handler, aborted, streams } = held();
    const client = open(handler).begin().request(1).request(3);
    client.frame(FrameType.rstStream, 0, 1, Buffer.of(0, 0, 0, 8));
    client.frame(FrameType.ping, 0, 0, Buffer.alloc(8));
    await client.untilFrame(FrameType.ping);
    expect([aborted, streams[0]!.open, streams[1]!.open]).toEqual([[1], false, true]);
    client.socket.end();
    await client.until(() => client.closed || undefined);
    expect(aborted).toEqual([1, 3]);
  });

  it('that closes answers what it has begun, refuses what is new, and ends', async () => {
    const { handler, streams } = held();
    const client = open(handler).begin().request(1);
    await client.until(() => streams[0]);
    client.connection.close();
    const goaway = await client.untilFrame(FrameType.goaway);
    expect(goaway.payload.readUInt32BE()).toBe(1);
    client.request(3);
    await client.untilFrame(FrameType.rstStream, 3);
    streams[0]!.answer(head, [Buffer.from('late')], trailers);
    expect(await client.untilEnded()).toBe(ErrorCode.noError);
    const data = await client.untilFrame(FrameType.data, 1);
    expect(data.payload.toString()).toBe('late');
  });

  it('that closes goes on with what it has begun while the rest of what it refuses still comes', async () => {
    const { handler, streams } = held();
    const client = open(handler).begin().request(1);
    await client.until(() => streams[0]);
    client.connection.close();
    client.request(3, { ended: false }).frame(FrameType.data, 0, 3, Buffer.from('body'));
    client.frame(FrameType.windowUpdate, 0, 3, Buffer.of(0, 0, 0, 2));
    client.frame(FrameType.headers, Flag.endHeaders | Flag.endStream, 3, trailers);
    client.request(5, { ended: false }).frame(FrameType.rstStream, 0, 5, Buffer.of(0, 0, 0, 8));
    client.frame(FrameType.ping, 0, 0, Buffer.alloc(8));
    await client.untilFrame(FrameType.ping);
    streams[0]!.answer(head, [Buffer.from('late')], trailers);
    expect(await client.untilEnded()).toBe(ErrorCode.noError);
    const data = await client.untilFrame(FrameType.data, 1);
    expect(data.payload.toString()).toBe('late');
  });

  it('tells who speaks HTTP/1.1 to it which protocol it has', async () => {
    const client = open(answer(''));
    client.socket.removeAllListeners('data');
    let said = '';
    client.socket.on('data', (bytes: Buffer) => (said += bytes.toString()));
    client.send(Buffer.from('POST / HTTP/1.1\r\nhost: here\r\n\r\n'));
    await new Promise((resolve) => client.socket.on('end', resolve));
    expect(said).toMatch(/^HTTP\/1\.1 505 .*gRPC over HTTP\/2/s);
  });

  it('asks a quiet client whether it is there, and closes without an answer', async () => {
    const client = open(answer(''), { keepaliveMs: 50, patienceMs: 20 }).begin();
    await client.untilFrame(FrameType.settings);
    const now = performance.now();
    client.connection.check(now);
    client.connection.check(now + 60);
    await client.untilFrame(FrameType.ping);
    client.connection.check(now + 90);
    await client.until(() => client.closed || undefined);
  });
});

describe('a hostile client', () => {
  const flood = (times: number, one: (at: number) => unknown) => {
    for (let at = 0; at < times; at++) one(at);
  };

  it.each<[string, (client: RawClient) => unknown]>([
    [
      'resets one request after the other',
      (client) =>
        flood(30, (at) => {
          client.request(2 * at + 1);
          client.frame(FrameType.rstStream, 0, 2 * at + 1, Buffer.of(0, 0, 0, 8));
        }),
    ],
    [
      'has us reset one request after the other',
      (client) =>
        flood(30, (at) => {
          client.request(2 * at + 1, { ended: false });
          client.frame(FrameType.windowUpdate, 0, 2 * at + 1, Buffer.alloc(4));
        }),
    ],
    [
      'asks whether we are there',
      (c) => flood(30, () => c.frame(FrameType.ping, 0, 0, Buffer.alloc(8))),
    ],
    ['changes its settings', (client) => flood(30, () => client.frame(FrameType.settings, 0, 0))],
    [
      'sends empty pieces of a body',
      (client) => {
        client.request(1, { ended: false });
        flood(30, () => client.frame(FrameType.data, 0, 1));
      },
    ],
    [
      'changes priorities',
      (client) => flood(30, () => client.frame(FrameType.priority, 0, 1, Buffer.alloc(5))),
    ],
    ['sends unknown frames', (client) => flood(30, () => client.frame(99, 0, 0))],
    [
      'opens windows bit by bit',
      (c) => flood(30, () => c.frame(FrameType.windowUpdate, 0, 0, Buffer.of(0, 0, 0, 1))),
    ],
    [
      'sends headers without end',
      (client) => {
        client.frame(FrameType.headers, 0, 1, requestBlock);
        flood(40, () => client.frame(FrameType.continuation, 0, 1));
      },
    ],
    [
      'sends headers of many bytes',
      (client) => {
        client.frame(FrameType.headers, 0, 1, Buffer.alloc(16_384));
        flood(3, () => client.frame(FrameType.continuation, 0, 1, Buffer.alloc(16_384)));
      },
    ],
  ])('who %s is told to calm down', async (_, attack) => {
    const client = open(held().handler, { resets: few, idleFrames: few }).begin();
    attack(client);
    expect(await client.untilEnded()).toBe(ErrorCode.enhanceYourCalm);
  });

  it('whose few bytes stand for many headers is told that they are too many, and may go on', async () => {
    const client = open(answer('fine')).begin();
    const large = Buffer.concat([
      requestBlock,
      Buffer.of(0x40, 1, 0x61, 0x7f, 0x81, 0x0f),
      Buffer.alloc(2048, 'a'),
      Buffer.alloc(2000, 0xbe),
    ]);
    client.frame(FrameType.headers, Flag.endHeaders | Flag.endStream, 1, large);
    const refused = await client.untilFrame(FrameType.headers, 1);
    expect(refused.payload.toString('latin1')).toContain('431');
    client.request(3);
    await client.untilFrame(FrameType.data, 3);
  });

  it.each<[string, number, (client: RawClient) => unknown]>([
    [
      'sends more than a window allows',
      ErrorCode.flowControlError,
      (client) => {
        client.request(1, { ended: false });
        flood(5, () => client.frame(FrameType.data, 0, 1, Buffer.alloc(16_384)));
      },
    ],
    [
      'opens a window beyond what it can be',
      ErrorCode.flowControlError,
      (client) =>
        flood(2, () => client.frame(FrameType.windowUpdate, 0, 0, Buffer.of(127, 255, 255, 255))),
    ],
    [
      'sends a body for a stream that it has not opened',
      ErrorCode.protocolError,
      (client) => client.frame(FrameType.data, 0, 7, Buffer.of(1)),
    ],
    [
      'begins with something else',
      ErrorCode.protocolError,
      (client) => client.frame(FrameType.pushPromise, 0, 1),
    ],
  ])('who %s is left', async (_, code, attack) => {
    const client = open(held().handler, { connectionWindow: 10_000 }).begin();
    attack(client);
    expect(await client.untilEnded()).toBe(code);
  });

  it('who takes none of its answers is left when they are too many', async () => {
    const client = open(answer(Buffer.alloc(1000)), { heldBytes: 5000 });
    client.begin([[Setting.initialWindowSize, 0]]);
    flood(10, (at) => client.request(2 * at + 1));
    expect(await client.untilEnded()).toBe(ErrorCode.enhanceYourCalm);
  });

  it('who takes nothing of an answer in many pieces is left when they are too many', async () => {
    const { handler, streams } = held();
    const client = open(handler, { heldBytes: 5000 });
    client.begin([[Setting.initialWindowSize, 0]]).request(1);
    const stream = await client.until(() => streams[0]);
    stream.respond(head);
    flood(10, () => stream.write(Buffer.alloc(1000)));
    expect(await client.untilEnded()).toBe(ErrorCode.enhanceYourCalm);
  });

  it('who takes none of its answers is left when it has waited long enough', async () => {
    const client = open(answer('x'), { keepaliveMs: 50 });
    client.begin([[Setting.initialWindowSize, 0]]).request(1);
    await client.untilFrame(FrameType.headers, 1);
    const now = performance.now();
    client.connection.check(now);
    client.connection.check(now + 60);
    expect(await client.untilEnded()).toBe(ErrorCode.enhanceYourCalm);
  });

  it('who says nothing is left', async () => {
    const client = open(answer('x'), { prefaceMs: 10 });
    client.connection.check(performance.now() + 20);
    await client.until(() => client.closed || undefined);
  });

  it('gets away with no bytes whatever: the connection answers or ends', async () => {
    const frame = fc.record({
      type: fc.integer({ min: 0, max: 10 }),
      flags: fc.constantFrom(0, 1, 4, 5, 8, 9, 12, 13, 0x20, 0x2d),
      streamId: fc.constantFrom(0, 1, 2, 3, 5),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc.constant(Uint8Array.from(requestBlock)),
        fc.constant(new Uint8Array(4)),
        fc.constant(new Uint8Array(8)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 20 }),
        fc.uint8Array(),
        async (frames, rest) => {
          const client = open(answer('yes')).begin();
          for (const { type, flags, streamId, payload } of frames) {
            client.frame(type, flags, streamId, payload);
          }
          client.send(rest);
          client.socket.end();
          await client.until(() => client.closed || undefined);
        },
      ),
    );
  });
});

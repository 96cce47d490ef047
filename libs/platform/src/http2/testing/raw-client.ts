import { once } from 'node:events';
import { duplexPair, type Duplex } from 'node:stream';
import type { RequestHandler } from '../frame-interpreter.js';
import { FrameReader } from '../frames/frame-reader.js';
import { settingsFrame, writeFrameHead } from '../frames/frame-writer.js';
import { encodeFields } from '../hpack/encoder.js';
import { type ConnectionLimits, defaultLimits } from '../limits.js';
import { Flag, FrameType, preface } from '../protocol.js';
import { ServerConnection } from '../server-connection.js';

export interface ReceivedFrame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export const requestBlock = encodeFields([
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/'],
]);

/** A client that sends whatever frames it is told to, with a connection of ours at the other end. */
export class RawClient {
  readonly received: ReceivedFrame[] = [];
  readonly socket: Duplex;
  readonly connection: ServerConnection;
  closed = false;
  #tell: (() => void) | undefined;

  constructor(handler: RequestHandler, limits: Partial<ConnectionLimits> = {}) {
    const [ours, theirs] = duplexPair();
    this.socket = theirs;
    this.connection = new ServerConnection(ours, handler, { ...defaultLimits, ...limits }, () => {
      this.closed = true;
      this.#tell?.();
    });
    const reader = new FrameReader({
      frame: (type, flags, streamId, bytes, start, end) => {
        const payload = Buffer.from(bytes.subarray(start, end));
        this.received.push({ type, flags, streamId, payload });
      },
    });
    theirs.on('error', () => undefined);
    theirs.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      this.#tell?.();
    });
  }

  /** Sends what every connection begins with. */
  begin(settings: Parameters<typeof settingsFrame>[0] = []): this {
    return this.send(preface, settingsFrame(settings));
  }

  send(...bytes: Uint8Array[]): this {
    this.socket.write(Buffer.concat(bytes));
    return this;
  }

  frame(
    type: number,
    flags: number,
    streamId: number,
    payload: Uint8Array = Buffer.alloc(0),
  ): this {
    const head = Buffer.alloc(9);
    writeFrameHead(head, 0, payload.length, type, flags, streamId);
    return this.send(head, payload);
  }

  request(streamId: number, { ended = true } = {}): this {
    const flags = Flag.endHeaders | (ended ? Flag.endStream : 0);
    return this.frame(FrameType.headers, flags, streamId, requestBlock);
  }

  /** Waits until something has come that is wanted. */
  async until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#tell = resolve;
      });
    }
  }

  untilFrame(type: number, streamId = 0): Promise<ReceivedFrame> {
    return this.until(() =>
      this.received.find((frame) => frame.type === type && frame.streamId === streamId),
    );
  }

  /** The error code of the GOAWAY that ends the connection. */
  async untilEnded(): Promise<number> {
    const { payload } = await this.untilFrame(FrameType.goaway);
    if (!this.socket.readableEnded) await once(this.socket, 'end');
    return payload.readUInt32BE(4);
  }
}

import type { Socket } from 'node:net';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { correlationIdFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import { markAdmitted } from './admitted-connections.js';
import { errorReply, logFault } from './error-reply.js';
import type { ClientPatience } from './client-patience.js';
import { readPlainHead } from './plain-head.js';
import type { ReplyHeads } from './reply-head.js';
import type { RawReply } from './route.js';
import type { RequestMeter } from './request-meter.js';
import type { FoundShortcut, ShortcutTable } from './shortcut-table.js';

/** What connections need to answer by shortcuts. */
export interface PlainConnectionParts {
  readonly table: ShortcutTable;
  readonly authenticator: Authenticator;
  readonly meter: RequestMeter;
  readonly logger: Logger;
  /** Aborts when the process stops: from then on every request is handed over, to be turned away. */
  readonly stopping: AbortSignal;
}

interface ConnectionParts extends PlainConnectionParts {
  readonly patience: ClientPatience;
  readonly heads: ReplyHeads;
  readonly handOver: (socket: Socket) => void;
  /** Called once, when the connection is closed or handed over. */
  readonly left: () => void;
}

/** A head that has a shortcut. Clients send the same one again and again: its bytes are compared, not read. */
interface KnownHead {
  readonly bytes: Buffer;
  readonly url: string;
  readonly found: FoundShortcut;
  readonly bodyLength: number;
  readonly header: (name: string) => string | undefined;
}

const headEnd = '\r\n\r\n';
/** A request that has not come whole after so many pieces or bytes is slow or large, which is the server's business. */
const mostPieces = 4;
const mostBytes = 2 ** 15;

/** One connection. Requests are answered in their order, each before the next is looked at. */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  /** What has come and is not taken yet. */
  #waiting: Buffer | undefined;
  #pieces = 0;
  #state: 'reading' | 'answering' | 'draining' | 'left' = 'reading';
  #ended = false;
  #known: KnownHead | undefined;
  /** How long nothing may happen, in milliseconds. */
  #patience = 0;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#waitAtMost(parts.patience.headersTimeout);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('timeout', this.#onTimeout);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  closeIfIdle(): void {
    if (this.#state === 'reading' && this.#waiting === undefined) this.close();
  }

  close(): void {
    this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#waiting = this.#waiting ? Buffer.concat([this.#waiting, chunk]) : chunk;
    this.#pieces++;
    if (this.#state === 'reading') this.#next();
    else this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#state === 'reading') this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    if (this.#state === 'answering') return;
    // The server tells a client that it was too slow.
    if (this.#state === 'reading' && this.#waiting) this.#handOver(this.#waiting);
    else this.#socket.destroy();
  };

  readonly #onError = (): void => {
    this.#socket.destroy();
  };

  readonly #onClose = (): void => {
    if (this.#state === 'left') return;
    this.#state = 'left';
    this.#parts.left();
  };

  #next(): void {
    const bytes = this.#waiting;
    if (bytes === undefined) return;
    const head = this.#parts.stopping.aborted ? undefined : this.#headOf(bytes);
    if (head === undefined) {
      this.#handOver(bytes);
      return;
    }
    const end = head === 'unfinished' ? Infinity : head.bytes.length + head.bodyLength;
    if (head === 'unfinished' || end > bytes.length) {
      if (this.#pieces >= mostPieces || bytes.length >= mostBytes) this.#handOver(bytes);
      else this.#waitAtMost(this.#parts.patience.headersTimeout);
      return;
    }
    this.#take(head, bytes, end);
  }

  /** `undefined` for a head without a shortcut, which is the server's. */
  #headOf(bytes: Buffer): KnownHead | 'unfinished' | undefined {
    const last = this.#known;
    if (last && startsWith(bytes, last.bytes)) return last;
    const at = bytes.indexOf(headEnd);
    if (at < 0) return 'unfinished';
    const head = readPlainHead(bytes.toString('latin1', 0, at));
    if (!head) return undefined;
    const { url, headers, bodyLength } = head;
    const header = (name: string) => headers.get(name);
    const found = this.#parts.table.find(head.method, url, header);
    if (!found) return undefined;
    // A copy: the bytes lie in a large piece that is used up by others.
    const own = Buffer.from(bytes.subarray(0, at + headEnd.length));
    this.#known = { bytes: own, url, found, bodyLength, header };
    return this.#known;
  }

  #take(head: KnownHead, bytes: Buffer, end: number): void {
    const started = performance.now();
    const { header, found } = head;
    const { route, method, answer } = found.shortcut;
    const correlationId = correlationIdFrom(header);
    const count = (status: number) => {
      const seconds = (performance.now() - started) / 1000;
      this.#parts.meter.count(route.endpoint.path, method, status, seconds);
    };
    const succeed = (reply: RawReply) => {
      const headers = `x-correlation-id: ${correlationId}\r\ncontent-type: ${reply.contentType}\r\n`;
      this.#send(reply.status, headers, reply.body);
      count(reply.status);
    };
    const fail = (caught: unknown) => {
      const error = PlatformError.from(caught);
      logFault(error, { method, url: head.url, correlationId }, this.#parts.logger);
      const told = errorReply(error, correlationId, route);
      const lines = told.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      this.#send(told.status, `x-correlation-id: ${correlationId}\r\n${lines}`, told.body);
      count(told.status);
    };
    let reply: Promise<RawReply> | undefined;
    try {
      const principal = this.#parts.authenticator.authenticate(header('authorization'));
      requireRole(principal, route.endpoint.policy);
      route.admit?.({ principal, address: this.#socket.remoteAddress });
      const body = bytes.subarray(head.bytes.length, end);
      reply = answer({ params: found.params, body, header });
    } catch (caught) {
      this.#advance(bytes, end);
      fail(caught);
      return;
    }
    if (reply === undefined) {
      markAdmitted(this.#socket);
      this.#handOver(bytes);
      return;
    }
    this.#advance(bytes, end);
    reply.then(succeed, fail);
  }

  /** The request in `bytes` up to `end` is taken, and its answer is under way. */
  #advance(bytes: Buffer, end: number): void {
    this.#state = 'answering';
    this.#waiting = end < bytes.length ? bytes.subarray(end) : undefined;
    this.#pieces = this.#waiting ? 1 : 0;
  }

  #send(status: number, headers: string, body: string | Uint8Array): void {
    if (this.#state === 'left') return;
    const socket = this.#socket;
    let flushed: boolean;
    if (typeof body === 'string') {
      const length = Buffer.byteLength(body);
      const head = this.#parts.heads.headOf(status, headers, length);
      // A text that is as long in bytes is ASCII, which needs no encoding.
      flushed = socket.write(head + body, length === body.length ? 'latin1' : 'utf8');
    } else {
      socket.cork();
      socket.write(this.#parts.heads.headOf(status, headers, body.length), 'latin1');
      flushed = socket.write(body);
      socket.uncork();
    }
    this.#waitAtMost(this.#parts.patience.keepAliveTimeout);
    if (flushed) {
      this.#goOn();
      return;
    }
    // A client that does not read its answers is asked nothing more.
    this.#state = 'draining';
    socket.once('drain', this.#goOn);
  }

  readonly #goOn = (): void => {
    if (this.#state === 'left') return;
    this.#state = 'reading';
    if (this.#waiting) {
      this.#next();
      // `#next` may have changed it.
      if ((this.#state as string) === 'reading') this.#socket.resume();
    } else if (this.#ended) {
      this.#socket.end();
    } else if (this.#socket.isPaused()) {
      this.#socket.resume();
    }
  };

  #waitAtMost(ms: number): void {
    if (this.#patience === ms) return;
    this.#patience = ms;
    this.#socket.setTimeout(ms);
  }

  /** The server reads `bytes` as if they had just come. */
  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    this.#state = 'left';
    this.#waiting = undefined;
    this.#parts.left();
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('timeout', this.#onTimeout);
    socket.off('error', this.#onError);
    socket.off('close', this.#onClose);
    socket.off('drain', this.#goOn);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(bytes);
    this.#parts.handOver(socket);
    socket.resume();
  }
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return (
    bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0
  );
}

import type { Duplex } from 'node:stream';
import type { Ending } from './closed-streams.js';
import { calmDown, ConnectionError, protocolError } from './connection-error.js';
import { SendWindow } from './flow-control.js';
import { FrameInterpreter, type FrameOwner, type RequestHandler } from './frame-interpreter.js';
import { FrameReader } from './frames/frame-reader.js';
import { goawayFrame, pingFrame, settingsFrame, windowUpdateFrame } from './frames/frame-writer.js';
import type { ConnectionLimits } from './limits.js';
import { Liveness } from './liveness.js';
import { http1Answer, PrefaceReader } from './preface.js';
import { defaultWindow, ErrorCode, Setting } from './protocol.js';
import type { ServerStream } from './server-stream.js';
import { SocketWriter } from './socket-writer.js';
import { StreamTable } from './stream-table.js';

/** So many bytes behind, a peer is read from no more. */
const congestedAt = 2 ** 20;
/** How long a peer may keep a connection open that we have ended, in milliseconds. */
const lingerMs = 1000;
const keepalivePing = pingFrame(Buffer.from('millrace'));

/** The server's side of one HTTP/2 connection. */
export class ServerConnection implements FrameOwner {
  readonly sendWindow = new SendWindow(defaultWindow);
  readonly #socket: Duplex;
  readonly #limits: ConnectionLimits;
  readonly #left: () => void;
  readonly #writer: SocketWriter;
  readonly #streams = new StreamTable();
  readonly #interpreter: FrameInterpreter;
  readonly #reader: FrameReader;
  readonly #liveness: Liveness;
  #preface: PrefaceReader | undefined = new PrefaceReader();
  #heldBytes = 0;
  #ending: NodeJS.Timeout | undefined;
  /** `closing`: no new streams; `over`: nothing is read any more. */
  #state: 'open' | 'closing' | 'over' = 'open';

  /** @param left called once, when the connection is gone */
  constructor(socket: Duplex, handler: RequestHandler, limits: ConnectionLimits, left: () => void) {
    this.#socket = socket;
    this.#limits = limits;
    this.#left = left;
    this.#writer = new SocketWriter(socket);
    this.#interpreter = new FrameInterpreter(this, this.#streams, handler, limits);
    this.#reader = new FrameReader(this.#interpreter);
    this.#liveness = new Liveness(limits);
    socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  /** Takes no new requests, lets those in work end, and closes. */
  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    if (this.#preface) this.destroy();
    else this.send(goawayFrame(this.#streams.lastBegun, ErrorCode.noError, ''));
    this.#endWhenIdle();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Looks after time: to be called every few seconds with `performance.now()`. */
  check(now: number): void {
    if (!this.#streams.anyBlocked) this.#liveness.progressed = true;
    const verdict = this.#liveness.judge(now, this.#interpreter.settled);
    if (this.#state === 'over') return;
    if (verdict === 'ask') this.send(keepalivePing);
    if (verdict === 'gone') this.destroy();
    if (verdict === 'stuck') this.#fail(calmDown('Answers are not taken.'));
  }

  // What streams and the reader of frames ask of their connection.

  get closing(): boolean {
    return this.#state === 'closing';
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  get congested(): boolean {
    return this.#writer.backlog > congestedAt;
  }

  send(frames: Buffer): void {
    if (this.#state !== 'over') this.#writer.send(frames);
  }

  sentData(): void {
    this.#interpreter.sentData();
  }

  held(bytes: number): void {
    this.#heldBytes += bytes;
  }

  wait(stream: ServerStream): void {
    this.#streams.block(stream);
    if (this.#heldBytes <= this.#limits.heldBytes) return;
    process.nextTick(() => this.#fail(calmDown('More answers wait than are held.')));
  }

  closed(stream: ServerStream, ending: Ending): void {
    this.#streams.remove(stream, ending);
    if (ending === 'answered') this.#interpreter.answered();
    this.#endWhenIdle();
  }

  resume(): void {
    if (this.#streams.anyBlocked) this.#liveness.progressed = true;
    this.#streams.resumeBlocked(this.#isFull);
  }

  readonly #isFull = (): boolean => this.congested || this.sendWindow.available <= 0;

  #endWhenIdle(): void {
    if (this.#state === 'closing' && this.#streams.size === 0) this.#end();
  }

  // What comes.

  readonly #onData = (chunk: Buffer): void => {
    this.#liveness.heard = true;
    if (this.#state === 'over') return;
    try {
      const frames = this.#preface ? this.#readPreface(this.#preface, chunk) : chunk;
      if (frames) this.#reader.push(frames);
    } catch (caught) {
      this.#fail(caught);
    }
    if (this.congested) this.#socket.pause();
  };

  #readPreface(preface: PrefaceReader, chunk: Buffer): Buffer | undefined {
    const rest = preface.push(chunk);
    if (rest === 'unfinished') return undefined;
    if (rest === 'http1') {
      this.#writer.send(http1Answer);
      this.#end();
      return undefined;
    }
    const { concurrentStreams, headerListSize, streamWindow, connectionWindow } = this.#limits;
    this.#preface = undefined;
    this.send(
      settingsFrame([
        [Setting.maxConcurrentStreams, concurrentStreams],
        [Setting.initialWindowSize, streamWindow],
        [Setting.maxHeaderListSize, headerListSize],
      ]),
    );
    if (rest === 'unknown') throw protocolError('The connection does not begin as HTTP/2 does.');
    if (connectionWindow > defaultWindow) {
      this.send(windowUpdateFrame(0, connectionWindow - defaultWindow));
    }
    return rest;
  }

  readonly #onDrain = (): void => {
    this.resume();
    if (this.#socket.isPaused()) this.#socket.resume();
  };

  #fail(caught: unknown): void {
    if (this.#state === 'over') return;
    const { code, message } =
      caught instanceof ConnectionError
        ? caught
        : new ConnectionError(ErrorCode.internalError, 'The server has failed.');
    this.send(goawayFrame(this.#streams.lastBegun, code, message));
    this.#end();
  }

  #end(): void {
    this.#writer.flush();
    this.#state = 'over';
    // What still comes is read and dropped: closing on it would take back what we have just said.
    this.#socket.resume();
    this.#ending = setTimeout(this.#destroyLate, this.#limits.patienceMs).unref();
    this.#socket.end(() => {
      clearTimeout(this.#ending);
      this.#ending = setTimeout(this.#destroyLate, lingerMs).unref();
    });
    this.#streams.abortAll();
  }

  /** Who sends nothing more cannot take an answer either: it has no way to make room for it. */
  readonly #onEnd = (): void => {
    if (this.#state !== 'over') this.#end();
  };

  readonly #destroyLate = (): void => {
    this.destroy();
  };

  readonly #onError = (): void => {
    this.destroy();
  };

  readonly #onClose = (): void => {
    this.#state = 'over';
    clearTimeout(this.#ending);
    this.#streams.abortAll();
    this.#left();
  };
}

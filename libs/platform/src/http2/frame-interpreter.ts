import { Allowance } from './allowance.js';
import { calmDown, ConnectionError, flowControlError, protocolError } from './connection-error.js';
import { ReceiveWindow } from './flow-control.js';
import type { FrameSink } from './frames/frame-reader.js';
import {
  pingAckFrame,
  rstStreamFrame,
  settingsAckFrame,
  windowUpdateFrame,
} from './frames/frame-writer.js';
import {
  checkGoaway,
  checkPing,
  checkRstStream,
  checkSettings,
  endBeforePadding,
  readHeaders,
  readPriority,
  readWindowUpdate,
} from './frames/payloads.js';
import { HeaderBlock } from './header-block.js';
import { HeaderDecoder } from './hpack/decoder.js';
import { encodeFields } from './hpack/encoder.js';
import type { ConnectionLimits } from './limits.js';
import { defaultWindow, ErrorCode, Flag, FrameType } from './protocol.js';
import { areTrailers, readRequestHead, type RequestHead } from './request-head.js';
import { ServerStream, type StreamListener, type StreamOwner } from './server-stream.js';
import { readSettings } from './settings.js';
import type { StreamTable } from './stream-table.js';

/** Takes a request: it is answered through the stream, and what comes for it goes to the listener. */
export type RequestHandler = (stream: ServerStream, head: RequestHead) => StreamListener;

/** The connection, as what reads its frames sees it. */
export interface FrameOwner extends StreamOwner {
  /** It takes no new requests. */
  readonly closing: boolean;
  /** It takes nothing any more. */
  readonly over: boolean;
  /** The peer has made room for what waits. */
  resume(): void;
}

const windowTooLarge = 'A window is larger than 2^31 - 1.';
const tooManyFields = encodeFields([[':status', '431']]);

/** What the frames of a client mean (RFC 9113, sections 5 and 6). Where they break the rules, a `ConnectionError` is thrown. */
export class FrameInterpreter implements FrameSink {
  readonly #owner: FrameOwner;
  readonly #streams: StreamTable;
  readonly #handler: RequestHandler;
  readonly #limits: ConnectionLimits;
  readonly #decoder: HeaderDecoder;
  readonly #receiveWindow: ReceiveWindow;
  readonly #resets: Allowance;
  readonly #idleFrames: Allowance;
  #settled = false;
  #block: HeaderBlock | undefined;
  #peerWindow = defaultWindow;

  constructor(
    owner: FrameOwner,
    streams: StreamTable,
    handler: RequestHandler,
    limits: ConnectionLimits,
  ) {
    this.#owner = owner;
    this.#streams = streams;
    this.#handler = handler;
    this.#limits = limits;
    this.#decoder = new HeaderDecoder(limits.headerListSize);
    this.#receiveWindow = new ReceiveWindow(limits.connectionWindow);
    this.#resets = new Allowance(limits.resets.burst, limits.resets.perSecond);
    this.#idleFrames = new Allowance(limits.idleFrames.burst, limits.idleFrames.perSecond);
  }

  /** Whether the first frame has come, which is the peer's SETTINGS. */
  get settled(): boolean {
    return this.#settled;
  }

  /** A peer may make room on the stream and on the connection for what it gets, and measure how long that took. */
  sentData(): void {
    this.#idleFrames.earn(3);
  }

  /** A stream was answered, and what goes for a piece goes for the whole. */
  answered(): void {
    this.#resets.earn(1);
    this.#idleFrames.earn(4);
  }

  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    if (this.#owner.over) return;
    if (this.#block && (type !== FrameType.continuation || streamId !== this.#block.streamId)) {
      throw protocolError('Another frame stands within a header block.');
    }
    if (!this.#settled) {
      if (type !== FrameType.settings || (flags & Flag.ack) !== 0) {
        throw protocolError('The first frame is not SETTINGS.');
      }
      this.#settled = true;
    }
    switch (type) {
      case FrameType.data:
        return this.#data(flags, streamId, bytes, start, end);
      case FrameType.headers:
        return this.#headers(flags, streamId, bytes, start, end);
      case FrameType.continuation:
        return this.#continuation(flags, bytes, start, end);
      case FrameType.windowUpdate:
        return this.#windowUpdate(streamId, bytes, start, end);
      case FrameType.ping:
        return this.#ping(flags, streamId, bytes, start, end);
      case FrameType.rstStream:
        return this.#rstStream(streamId, start, end);
      case FrameType.settings:
        return this.#settings(flags, streamId, bytes, start, end);
      case FrameType.priority:
        return this.#priority(streamId, bytes, start, end);
      case FrameType.goaway:
        return checkGoaway(streamId, start, end);
      case FrameType.pushPromise:
        throw protocolError('A client has sent PUSH_PROMISE.');
      default:
        this.#countIdle();
    }
  }

  #data(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id === 0) throw protocolError('DATA stands on no stream.');
    const taken = end - start;
    if (!this.#receiveWindow.take(taken)) {
      throw flowControlError('More DATA than the window allows.');
    }
    const last = endBeforePadding(flags, bytes, start, end);
    const first = (flags & Flag.padded) === 0 ? start : start + 1;
    const stream = this.#streams.get(id);
    const increment = this.#receiveWindow.giveBack();
    if (increment > 0) this.#owner.send(windowUpdateFrame(0, increment));
    if (!stream) {
      this.#dataWithoutStream(id);
      return;
    }
    const endStream = (flags & Flag.endStream) !== 0;
    if (first === last && !endStream) this.#countIdle();
    let fault: ErrorCode | undefined = stream.remoteEnded ? ErrorCode.streamClosed : undefined;
    fault ??= stream.receive(bytes.subarray(first, last), taken);
    if (fault === undefined && endStream) fault = stream.receiveEnd();
    if (fault !== undefined) this.#resetForFault(stream, fault);
    else if (!endStream) stream.openWindow();
  }

  #dataWithoutStream(id: number): void {
    if (id > this.#streams.lastId) throw protocolError('DATA stands on an idle stream.');
    // What was under way when we reset a stream still comes.
    if (this.#streams.endingOf(id) === 'reset') this.#countIdle();
    else this.#refuse(id, ErrorCode.streamClosed);
  }

  #headers(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    const payload = readHeaders(flags, id, bytes, start, end);
    const endStream = (flags & Flag.endStream) !== 0;
    if ((flags & Flag.endHeaders) !== 0) {
      this.#fields(id, endStream, bytes, payload.start, payload.end);
    } else {
      const { headerListSize, headerBlockFrames } = this.#limits;
      this.#block = new HeaderBlock(
        { streamId: id, endStream },
        { bytes: 2 * headerListSize, frames: headerBlockFrames },
      );
      this.#block.add(bytes.subarray(payload.start, payload.end));
    }
    if (payload.dependsOnItself) this.#refuse(id, ErrorCode.protocolError);
  }

  #continuation(flags: number, bytes: Buffer, start: number, end: number): void {
    const block = this.#block;
    if (!block) throw protocolError('CONTINUATION continues nothing.');
    block.add(bytes.subarray(start, end));
    if ((flags & Flag.endHeaders) === 0) return;
    this.#block = undefined;
    const whole = block.whole();
    this.#fields(block.streamId, block.endStream, whole, 0, whole.length);
  }

  /** A whole header block: a request, or what stands behind its body. */
  #fields(id: number, endStream: boolean, bytes: Buffer, start: number, end: number): void {
    const fields = this.#decoder.decode(bytes, start, end);
    const known = this.#streams.get(id);
    if (known) {
      let fault: ErrorCode | undefined = known.remoteEnded ? ErrorCode.streamClosed : undefined;
      if (!endStream || !fields || !areTrailers(fields)) fault ??= ErrorCode.protocolError;
      fault ??= known.receiveEnd();
      if (fault !== undefined) this.#resetForFault(known, fault);
      return;
    }
    if (id <= this.#streams.lastId) {
      const ending = this.#streams.endingOf(id);
      if (ending === 'reset') return this.#countIdle();
      throw ending === 'closed'
        ? new ConnectionError(ErrorCode.streamClosed, 'HEADERS stand on a closed stream.')
        : protocolError('The numbers of streams do not rise.');
    }
    if (this.#owner.closing) {
      // Beyond what GOAWAY named: the client asks elsewhere.
      this.#owner.send(rstStreamFrame(id, ErrorCode.refusedStream));
      this.#streams.pass(id);
      return;
    }
    this.#streams.begin(id);
    if (this.#streams.size >= this.#limits.concurrentStreams) {
      this.#refuse(id, ErrorCode.refusedStream);
      return;
    }
    const head = fields && readRequestHead(fields);
    if (fields && !head) {
      this.#refuse(id, ErrorCode.protocolError);
      return;
    }
    const stream = new ServerStream(
      id,
      this.#owner,
      { send: this.#peerWindow, receive: this.#limits.streamWindow },
      { contentLength: head?.contentLength, ended: endStream },
    );
    this.#streams.add(stream);
    if (!head) {
      stream.answerHead(tooManyFields);
      return;
    }
    stream.listener = this.#handler(stream, head);
    const fault = endStream ? stream.receiveEnd() : undefined;
    if (fault !== undefined) this.#resetForFault(stream, fault);
  }

  #windowUpdate(id: number, bytes: Buffer, start: number, end: number): void {
    const increment = readWindowUpdate(bytes, start, end);
    if (id > this.#streams.lastId) throw protocolError('WINDOW_UPDATE stands on an idle stream.');
    this.#countIdle();
    if (id === 0) {
      if (increment === 0) throw protocolError('WINDOW_UPDATE opens nothing.');
      if (!this.#owner.sendWindow.grow(increment)) throw flowControlError(windowTooLarge);
    } else {
      const stream = this.#streams.get(id);
      if (!stream) return;
      if (increment === 0) this.#resetForFault(stream, ErrorCode.protocolError);
      else if (!stream.sendWindow.grow(increment)) {
        this.#resetForFault(stream, ErrorCode.flowControlError);
      }
    }
    this.#owner.resume();
  }

  #ping(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    checkPing(id, start, end);
    if ((flags & Flag.ack) !== 0) return;
    this.#countIdle();
    this.#owner.send(pingAckFrame(bytes.subarray(start, end)));
  }

  #rstStream(id: number, start: number, end: number): void {
    checkRstStream(start, end);
    if (id === 0 || id > this.#streams.lastId)
      throw protocolError('RST_STREAM for no open stream.');
    const stream = this.#streams.get(id);
    if (!stream) return this.#countIdle();
    stream.abort('left');
    this.#countReset();
  }

  #settings(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    checkSettings(flags, id, start, end);
    if ((flags & Flag.ack) !== 0) return;
    this.#countIdle();
    const { initialWindowSize } = readSettings(bytes, start, end);
    this.#owner.send(settingsAckFrame);
    if (initialWindowSize === undefined) return;
    const difference = initialWindowSize - this.#peerWindow;
    this.#peerWindow = initialWindowSize;
    this.#streams.growWindows(difference);
    this.#owner.resume();
  }

  #priority(id: number, bytes: Buffer, start: number, end: number): void {
    const dependency = readPriority(id, bytes, start, end);
    this.#countIdle();
    if (dependency === undefined) this.#refuse(id, ErrorCode.frameSizeError);
    else if (dependency === id) this.#refuse(id, ErrorCode.protocolError);
  }

  /** Resets a stream for what its peer has done, whether it is open or not. */
  #refuse(id: number, code: ErrorCode): void {
    const stream = this.#streams.get(id);
    if (stream) {
      this.#resetForFault(stream, code);
      return;
    }
    this.#owner.send(rstStreamFrame(id, code));
    this.#streams.rememberReset(id);
    this.#countReset();
  }

  #resetForFault(stream: ServerStream, code: ErrorCode): void {
    if (!stream.open) return;
    this.#owner.send(rstStreamFrame(stream.id, code));
    stream.abort('reset');
    this.#countReset();
  }

  #countReset(): void {
    if (this.#resets.spend()) return;
    throw calmDown('Too many streams come to nothing.');
  }

  #countIdle(): void {
    if (this.#idleFrames.spend()) return;
    throw calmDown('Too many frames that bring nothing.');
  }
}

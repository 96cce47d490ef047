import { type Ending } from './closed-streams.js';
import { ReceiveWindow, SendWindow } from './flow-control.js';
import {
  dataFrame,
  headersFrames,
  rstStreamFrame,
  windowUpdateFrame,
  writeFrameHead,
} from './frames/frame-writer.js';
import { ErrorCode, Flag, frameHeadLength, FrameType, maxFrameSize } from './protocol.js';

/** What a request brings behind its head. */
export interface StreamListener {
  /** A piece of the body, which is the listener's from now on. */
  data(bytes: Buffer): void;
  /** The body is whole. */
  end(): void;
  /** Nobody waits for the answer any more: the peer has reset the stream, or the connection is gone. */
  aborted(): void;
}

/** The connection, as its streams see it. */
export interface StreamOwner {
  readonly sendWindow: SendWindow;
  /** Whether the peer is behind with reading. */
  readonly congested: boolean;
  send(frames: Buffer): void;
  /** A piece of a body has been sent, for which the peer may make room again. */
  sentData(): void;
  /** So many bytes more, or less, wait to be sent. */
  held(bytes: number): void;
  /** The stream waits for the peer to make room. */
  wait(stream: ServerStream): void;
  closed(stream: ServerStream, ending: Ending): void;
}

const deafListener: StreamListener = {
  data: () => undefined,
  end: () => undefined,
  aborted: () => undefined,
};

/** One request and its answer. */
export class ServerStream {
  readonly id: number;
  readonly sendWindow: SendWindow;
  /** Told what comes. */
  listener: StreamListener = deafListener;
  readonly #owner: StreamOwner;
  readonly #receiveWindow: ReceiveWindow;
  readonly #contentLength: number | undefined;
  #received = 0;
  #remoteEnded: boolean;
  #over = false;
  /** Bytes that the windows do not allow yet, and what stands behind them. */
  #waiting: Uint8Array[] | undefined;
  #end: { readonly trailers: Buffer } | undefined;

  constructor(
    id: number,
    owner: StreamOwner,
    windows: { send: number; receive: number },
    body: { readonly contentLength: number | undefined; readonly ended: boolean },
  ) {
    this.id = id;
    this.#owner = owner;
    this.sendWindow = new SendWindow(windows.send);
    this.#receiveWindow = new ReceiveWindow(windows.receive);
    this.#contentLength = body.contentLength;
    this.#remoteEnded = body.ended;
  }

  get remoteEnded(): boolean {
    return this.#remoteEnded;
  }

  /** Whether there is still somebody to answer. */
  get open(): boolean {
    return !this.#over;
  }

  /** Answers at once and wholly. Header blocks come from `encodeFields`. */
  answer(head: Buffer, body: readonly Uint8Array[], trailers: Buffer): void {
    if (this.#over) return;
    let length = 0;
    for (const piece of body) length += piece.length;
    const allowed = Math.min(this.sendWindow.available, this.#owner.sendWindow.available);
    if (length > Math.min(allowed, maxFrameSize) || this.#owner.congested) {
      this.respond(head);
      for (const piece of body) this.write(piece);
      this.end(trailers);
      return;
    }
    const bytes = Buffer.allocUnsafe(3 * frameHeadLength + head.length + length + trailers.length);
    writeFrameHead(bytes, 0, head.length, FrameType.headers, Flag.endHeaders, this.id);
    bytes.set(head, frameHeadLength);
    let at = frameHeadLength + head.length;
    writeFrameHead(bytes, at, length, FrameType.data, Flag.none, this.id);
    at += frameHeadLength;
    for (const piece of body) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const last = Flag.endHeaders | Flag.endStream;
    writeFrameHead(bytes, at, trailers.length, FrameType.headers, last, this.id);
    bytes.set(trailers, at + frameHeadLength);
    this.sendWindow.take(length);
    this.#owner.sendWindow.take(length);
    this.#owner.send(bytes);
    this.#finish();
  }

  /** Answers with headers alone. */
  answerHead(head: Buffer): void {
    if (this.#over) return;
    this.#owner.send(headersFrames(this.id, head, true));
    this.#finish();
  }

  /** Begins an answer that comes piece by piece. */
  respond(head: Buffer): void {
    if (!this.#over) this.#owner.send(headersFrames(this.id, head, false));
  }

  write(bytes: Uint8Array): void {
    if (this.#over || this.#end) return;
    this.#owner.held(bytes.length);
    (this.#waiting ??= []).push(bytes);
    // Behind what waits already it is more that is held.
    if (this.#waiting.length > 1) this.#owner.wait(this);
    else this.#sendOrWait();
  }

  end(trailers: Buffer): void {
    if (this.#over || this.#end) return;
    this.#end = { trailers };
    if (this.#waiting === undefined) this.#sendEnd(trailers);
  }

  reset(code: ErrorCode): void {
    if (this.#over) return;
    this.#owner.send(rstStreamFrame(this.id, code));
    this.#leave('reset');
  }

  /** Nobody waits any more. For the connection to call. */
  abort(ending: Ending): void {
    if (this.#over) return;
    this.#leave(ending);
    this.listener.aborted();
  }

  /**
   * A piece of the body has come.
   * @param taken bytes of the window, padding included
   * @returns what is wrong with it
   */
  receive(bytes: Buffer, taken: number): ErrorCode | undefined {
    if (!this.#receiveWindow.take(taken)) return ErrorCode.flowControlError;
    this.#received += bytes.length;
    if (this.#contentLength !== undefined && this.#received > this.#contentLength) {
      return ErrorCode.protocolError;
    }
    if (bytes.length > 0) this.listener.data(bytes);
    return undefined;
  }

  /** Lets more come. */
  openWindow(): void {
    const increment = this.#receiveWindow.giveBack();
    if (increment > 0 && !this.#over) this.#owner.send(windowUpdateFrame(this.id, increment));
  }

  /** The body has come. @returns what is wrong with it */
  receiveEnd(): ErrorCode | undefined {
    if (this.#contentLength !== undefined && this.#received !== this.#contentLength) {
      return ErrorCode.protocolError;
    }
    this.#remoteEnded = true;
    if (!this.#over) this.listener.end();
    return undefined;
  }

  /** The peer has made room. @returns whether nothing waits any more */
  resume(): boolean {
    const waiting = this.#waiting;
    if (this.#over || waiting === undefined) return true;
    const { sendWindow } = this.#owner;
    let [piece] = waiting;
    while (piece !== undefined) {
      if (this.#owner.congested) return false;
      const room = Math.min(this.sendWindow.available, sendWindow.available, maxFrameSize);
      if (room <= 0 && piece.length > 0) return false;
      const part = piece.subarray(0, room);
      this.sendWindow.take(part.length);
      sendWindow.take(part.length);
      this.#owner.held(-part.length);
      this.#owner.send(dataFrame(this.id, part));
      this.#owner.sentData();
      if (part.length < piece.length) waiting[0] = piece.subarray(part.length);
      else waiting.shift();
      [piece] = waiting;
    }
    this.#waiting = undefined;
    if (this.#end) this.#sendEnd(this.#end.trailers);
    return true;
  }

  #sendOrWait(): void {
    if (!this.resume()) this.#owner.wait(this);
  }

  #sendEnd(trailers: Buffer): void {
    this.#owner.send(headersFrames(this.id, trailers, true));
    this.#finish();
  }

  #finish(): void {
    if (this.#remoteEnded) {
      this.#leave('answered');
      return;
    }
    // The peer may stop sending what nobody reads (RFC 9113, section 8.1).
    this.#owner.send(rstStreamFrame(this.id, ErrorCode.noError));
    this.#leave('reset');
  }

  #leave(ending: Ending): void {
    this.#over = true;
    if (this.#waiting) {
      let bytes = 0;
      for (const piece of this.#waiting) bytes += piece.length;
      this.#owner.held(-bytes);
      this.#waiting = undefined;
    }
    this.#owner.closed(this, ending);
  }
}

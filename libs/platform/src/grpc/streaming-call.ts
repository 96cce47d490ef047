import type { RequestHead } from '../http2/request-head.js';
import type { ServerStream } from '../http2/server-stream.js';
import type { PlatformError } from '../errors/platform-error.js';
import { type CallPeer, ServerCall } from './server-call.js';

/** What a streaming method does with its call. */
export type StreamingHandler = (call: MessageStream) => StreamReader;

/** Where messages of an answer go. */
export interface MessageStream {
  write(message: Uint8Array): void;
  close(): void;
  fail(error: PlatformError): void;
}

/** Who is told the messages of a request. */
export interface StreamReader {
  message(bytes: Buffer): void;
  end(): void;
  /** Nobody waits for more; not called behind `close` and `fail`. */
  left(): void;
}

/** A call of any number of messages each way. */
export class StreamingCall extends ServerCall implements MessageStream {
  readonly #reader: StreamReader;

  constructor(stream: ServerStream, head: RequestHead, peer: CallPeer, handler: StreamingHandler) {
    super(stream, head, peer);
    this.#reader = handler(this);
  }

  write(message: Uint8Array): void {
    this.send(message);
  }

  close(): void {
    this.succeed();
  }

  protected override received(bytes: Buffer): void {
    this.#reader.message(bytes);
  }

  protected override ended(): void {
    this.#reader.end();
  }

  override aborted(): void {
    super.aborted();
    this.#reader.left();
  }
}

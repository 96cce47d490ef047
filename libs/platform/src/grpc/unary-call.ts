import type { RequestHead } from '../http2/request-head.js';
import type { ServerStream } from '../http2/server-stream.js';
import { PlatformError } from '../errors/platform-error.js';
import type { EncodedHandler } from './guard.js';
import { type CallPeer, ServerCall } from './server-call.js';

/** A call of one message each way. */
export class UnaryCall extends ServerCall {
  readonly #handler: EncodedHandler;
  #request: Buffer | undefined;

  constructor(stream: ServerStream, head: RequestHead, peer: CallPeer, handler: EncodedHandler) {
    super(stream, head, peer);
    this.#handler = handler;
  }

  protected override received(bytes: Buffer): void {
    if (this.#request === undefined) this.#request = bytes;
    else this.fail(new PlatformError('unimplemented', 'The method takes one message.'));
  }

  protected override ended(): void {
    if (!this.stream.open) return;
    if (this.#request !== undefined) void this.#work(this.#request);
    else this.fail(new PlatformError('unimplemented', 'The method takes a message.'));
  }

  async #work(request: Buffer): Promise<void> {
    try {
      this.answer(await this.#handler(request, this));
    } catch (caught) {
      this.fail(PlatformError.from(caught));
    }
  }
}

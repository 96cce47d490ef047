import { encodeFields } from '../http2/hpack/encoder.js';
import type { RequestHead } from '../http2/request-head.js';
import type { ServerStream, StreamListener } from '../http2/server-stream.js';
import type { CallContext, CallMetadata } from '@millrace/contracts';
import { PlatformError } from '../errors/platform-error.js';
import { readTimeout } from './grpc-timeout.js';
import { acceptedEncodings, decompress, UnsupportedEncoding } from './message-encoding.js';
import { type MessageBudget, messagePrefix, MessageReader } from './message-reader.js';
import { errorFields, type Fields } from './status.js';

/** Of a message that comes, and of one that goes. */
const mostReceived = 16 * 2 ** 20;
const mostSent = 64 * 2 ** 20;
/** What a timer can wait. */
const mostTimerMs = 2 ** 31 - 1;

const answerFields: Fields = [
  [':status', '200'],
  ['content-type', 'application/grpc'],
];
const answerHead = encodeFields(answerFields);
const okTrailers = encodeFields([['grpc-status', '0']]);

/** What is at the other end of a call. */
export interface CallPeer {
  readonly address: string | undefined;
  readonly budget: MessageBudget;
}

/** One call: what its two kinds have in common. */
export abstract class ServerCall implements StreamListener, CallContext {
  readonly metadata: CallMetadata;
  /** Milliseconds of `performance.now()`. */
  readonly deadline: number;
  protected readonly stream: ServerStream;
  readonly #head: RequestHead;
  readonly #peer: CallPeer;
  readonly #messages: MessageReader;
  readonly #timer: NodeJS.Timeout | undefined;
  /** What is still being decompressed; whatever comes later waits behind it. */
  #decompressing: Promise<void> | undefined;
  #aborts: AbortController | undefined;
  #responded = false;

  constructor(stream: ServerStream, head: RequestHead, peer: CallPeer) {
    this.stream = stream;
    this.#head = head;
    this.#peer = peer;
    this.metadata = new ReceivedMetadata(head);
    this.#messages = new MessageReader(this, peer.budget, mostReceived);
    const sent = head.get('grpc-timeout');
    if (sent === undefined) {
      this.deadline = Infinity;
      return;
    }
    const timeout = readTimeout(sent);
    this.deadline = timeout === undefined ? Infinity : performance.now() + timeout;
    if (timeout === undefined) {
      this.fail(
        new PlatformError('internal', `Invalid grpc-timeout value ${JSON.stringify(sent)}`),
      );
    } else if (timeout <= mostTimerMs) {
      this.#timer = setTimeout(onDeadline, timeout, this);
    }
  }

  get address(): string | undefined {
    return this.#peer.address;
  }

  get cancelled(): boolean {
    return !this.stream.open;
  }

  /** Most handlers ask for no signal: it is made when one does. */
  get signal(): AbortSignal {
    if (!this.#aborts) {
      this.#aborts = new AbortController();
      if (this.cancelled) this.#aborts.abort();
    }
    return this.#aborts.signal;
  }

  data(bytes: Buffer): void {
    try {
      this.#messages.push(bytes);
    } catch (caught) {
      this.refuse(PlatformError.from(caught));
    }
  }

  message(bytes: Buffer, compressed: boolean): void {
    if (compressed) {
      const encoding = this.#head.get('grpc-encoding');
      this.#behind(async () => this.received(await decompress(bytes, encoding, mostReceived)));
    } else if (this.#decompressing) {
      this.#behind(() => this.received(bytes));
    } else {
      this.received(bytes);
    }
  }

  end(): void {
    if (this.#messages.unfinished) {
      this.refuse(new PlatformError('internal', 'The call ends within a message.'));
    } else if (this.#decompressing) {
      this.#behind(() => this.ended());
    } else {
      this.ended();
    }
  }

  aborted(): void {
    this.#over();
    this.#aborts?.abort();
  }

  fail(error: PlatformError): void {
    if (!this.stream.open) return;
    const told = errorFields(error);
    if (this.#responded) {
      this.stream.end(encodeFields(told));
    } else {
      const more: Fields =
        error instanceof UnsupportedEncoding ? [['grpc-accept-encoding', acceptedEncodings]] : [];
      this.stream.answerHead(encodeFields([...answerFields, ...told, ...more]));
    }
    this.#over();
    this.#aborts?.abort();
  }

  /** Ends a call that its handler has not ended. */
  refuse(error: PlatformError): void {
    this.fail(error);
    this.aborted();
  }

  /** A message as it was before it was encoded. */
  protected abstract received(bytes: Buffer): void;
  /** No more messages come. */
  protected abstract ended(): void;

  /** The only message of an answer, and its end. */
  protected answer(message: Uint8Array): void {
    if (!this.#mayBeSent(message)) return;
    this.stream.answer(answerHead, [messagePrefix(message.length), message], okTrailers);
    this.#over();
  }

  /** One of several messages. */
  protected send(message: Uint8Array): void {
    if (!this.#mayBeSent(message)) return;
    if (!this.#responded) this.stream.respond(answerHead);
    this.#responded = true;
    this.stream.write(Buffer.concat([messagePrefix(message.length), message]));
  }

  /** The end behind the last of several messages, or of none. */
  protected succeed(): void {
    if (!this.#responded) this.stream.respond(answerHead);
    this.#responded = true;
    this.stream.end(okTrailers);
    this.#over();
  }

  #mayBeSent(message: Uint8Array): boolean {
    if (message.length <= mostSent) return true;
    const told = `Sent message larger than max (${message.length} vs. ${mostSent})`;
    this.fail(new PlatformError('resource_exhausted', told));
    return false;
  }

  #behind(work: () => void | Promise<void>): void {
    const before = this.#decompressing ?? Promise.resolve();
    this.#decompressing = before.then(work).catch((caught: unknown) => {
      this.refuse(PlatformError.from(caught));
    });
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#messages.discard();
  }
}

function onDeadline(call: ServerCall): void {
  call.refuse(new PlatformError('deadline_exceeded', 'Deadline exceeded'));
}

class ReceivedMetadata implements CallMetadata {
  readonly #head: RequestHead;

  constructor(head: RequestHead) {
    this.#head = head;
  }

  /** Values of names that end in `-bin` are bytes, in Base64; several stand with commas between them. */
  get(name: string): string | undefined {
    const value = this.#head.get(name);
    if (value === undefined || !name.endsWith('-bin')) return value;
    return Buffer.from(value.split(',', 1)[0] ?? '', 'base64').toString('utf8');
  }
}

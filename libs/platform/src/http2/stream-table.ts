import { ClosedStreams, type Ending } from './closed-streams.js';
import { flowControlError } from './connection-error.js';
import type { ServerStream } from './server-stream.js';

/** The streams of a connection, and what is still known of those that were. */
export class StreamTable {
  readonly #open = new Map<number, ServerStream>();
  readonly #closed = new ClosedStreams();
  /** Streams with something to send that the peer does not take yet. */
  readonly #blocked = new Set<ServerStream>();
  #lastId = 0;
  #lastBegun = 0;

  /** The highest number that a stream of the client's has had. */
  get lastId(): number {
    return this.#lastId;
  }

  /** The highest number of a stream that was ours to answer or to refuse, as GOAWAY names it. */
  get lastBegun(): number {
    return this.#lastBegun;
  }

  get size(): number {
    return this.#open.size;
  }

  get anyBlocked(): boolean {
    return this.#blocked.size > 0;
  }

  get(id: number): ServerStream | undefined {
    return this.#open.get(id);
  }

  /** How a stream ended that is not open; `undefined` for one that never was, or long ago. */
  endingOf(id: number): 'reset' | 'closed' | undefined {
    return this.#closed.endingOf(id);
  }

  /** The number is taken. */
  begin(id: number): void {
    this.#lastId = id;
    this.#lastBegun = id;
  }

  /** The number is taken by a stream that GOAWAY has left to others. What was sent for it before that came still comes. */
  pass(id: number): void {
    this.#lastId = id;
    this.rememberReset(id);
  }

  add(stream: ServerStream): void {
    this.#open.set(stream.id, stream);
  }

  remove(stream: ServerStream, ending: Ending): void {
    this.#open.delete(stream.id);
    this.#blocked.delete(stream);
    this.#closed.add(stream.id, ending);
  }

  /** We have reset a stream that was not open. */
  rememberReset(id: number): void {
    this.#closed.add(id, 'reset');
  }

  block(stream: ServerStream): void {
    this.#blocked.add(stream);
  }

  /** The peer has made room. @param full whether there is none left */
  resumeBlocked(full: () => boolean): void {
    for (const stream of [...this.#blocked]) {
      if (full()) return;
      this.#blocked.delete(stream);
      // Behind the others: who did not get all it wants waits for its next turn.
      if (!stream.resume()) this.#blocked.add(stream);
    }
  }

  /** The peer gives every stream so much more room, or less. @throws ConnectionError `flowControlError` */
  growWindows(by: number): void {
    for (const stream of this.#open.values()) {
      if (!stream.sendWindow.grow(by)) throw flowControlError('A window is larger than 2^31 - 1.');
    }
  }

  abortAll(): void {
    for (const stream of [...this.#open.values()]) stream.abort('left');
  }
}

import { PlatformError } from '../errors/platform-error.js';

/** Bytes before a message: whether it is compressed, and its length. */
const prefixLength = 5;
/** What a message gets at first that does not come in one piece. */
const firstRoom = 2 ** 14;

export interface MessageSink {
  message(bytes: Buffer, compressed: boolean): void;
}

/** Bytes that one connection's unfinished messages may take together. */
export class MessageBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @throws PlatformError `resource_exhausted` */
  take(bytes: number): void {
    if (bytes > this.#left) {
      const message = 'The unfinished messages of the connection take too many bytes.';
      throw new PlatformError('resource_exhausted', message);
    }
    this.#left -= bytes;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/** Cuts the body of a call into its messages ("Length-Prefixed-Message" of the gRPC protocol over HTTP/2). */
export class MessageReader {
  readonly #sink: MessageSink;
  readonly #budget: MessageBudget;
  readonly #mostBytes: number;
  /** Of a message that has not come whole: its prefix first, then what is there of it. */
  #room: Buffer | undefined;
  #filled = 0;
  /** Of that message, prefix included; 0 before the prefix has come. */
  #length = 0;

  constructor(sink: MessageSink, budget: MessageBudget, mostBytes: number) {
    this.#sink = sink;
    this.#budget = budget;
    this.#mostBytes = mostBytes;
  }

  /** Whether a message has begun and not ended. */
  get unfinished(): boolean {
    return this.#room !== undefined;
  }

  /** @throws PlatformError `resource_exhausted` for a message that is too large, `internal` for what is none */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#room === undefined && bytes.length - at >= prefixLength) {
        const end = at + this.#lengthAt(bytes, at);
        if (end <= bytes.length) {
          this.#sink.message(bytes.subarray(at + prefixLength, end), bytes[at] === 1);
          at = end;
          continue;
        }
      }
      at = this.#fill(bytes, at);
    }
  }

  /** Lets go of what has come of a message. */
  discard(): void {
    if (this.#room) this.#budget.giveBack(this.#room.length);
    this.#room = undefined;
    this.#filled = 0;
    this.#length = 0;
  }

  #fill(bytes: Buffer, at: number): number {
    let room = this.#room ?? this.#makeRoom(prefixLength);
    const wanted = (this.#length === 0 ? prefixLength : this.#length) - this.#filled;
    const taken = Math.min(wanted, bytes.length - at);
    if (this.#filled + taken > room.length) {
      // Twice as much each time, so that bytes are copied a few times at most, and nothing is kept free for mere claims.
      const more = Math.max(this.#filled + taken, room.length * 2, firstRoom);
      room = this.#makeRoom(Math.min(this.#length, more));
    }
    bytes.copy(room, this.#filled, at, at + taken);
    this.#filled += taken;
    if (this.#length === 0 && this.#filled === prefixLength) this.#length = this.#lengthAt(room, 0);
    if (this.#filled === this.#length) {
      const end = this.#length;
      this.discard();
      this.#sink.message(room.subarray(prefixLength, end), room[0] === 1);
    }
    return at + taken;
  }

  #makeRoom(length: number): Buffer {
    this.#budget.take(length - (this.#room?.length ?? 0));
    const room = Buffer.allocUnsafe(length);
    this.#room?.copy(room, 0, 0, this.#filled);
    this.#room = room;
    return room;
  }

  /** Of the message at `at` with its prefix. */
  #lengthAt(bytes: Buffer, at: number): number {
    const flag = bytes[at] ?? 0;
    if (flag > 1) throw new PlatformError('internal', 'A message begins with an unknown flag.');
    const length = bytes.readUInt32BE(at + 1);
    if (length > this.#mostBytes) {
      const message = `Received message larger than max (${length} vs. ${this.#mostBytes})`;
      throw new PlatformError('resource_exhausted', message);
    }
    return prefixLength + length;
  }
}

/** The prefix of a message that is not compressed. */
export function messagePrefix(length: number): Buffer {
  const prefix = Buffer.allocUnsafe(prefixLength);
  prefix[0] = 0;
  prefix.writeUInt32BE(length, 1);
  return prefix;
}

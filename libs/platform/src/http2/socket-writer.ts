import type { Duplex } from 'node:stream';

/** So much is copied together rather than written in pieces. */
const copyAtMost = 2 ** 16;

/** Writes what one turn of the event loop has to say at once. */
export class SocketWriter {
  readonly #socket: Duplex;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  send(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#pieces.length === 1) process.nextTick(this.flush);
  }

  /** Bytes that the socket has not taken. */
  get backlog(): number {
    return this.#bytes + this.#socket.writableLength;
  }

  readonly flush = (): void => {
    const pieces = this.#pieces;
    const [first] = pieces;
    if (first === undefined) return;
    const bytes = this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (!this.#socket.writable) return;
    if (pieces.length === 1) {
      this.#socket.write(first);
    } else if (bytes <= copyAtMost) {
      this.#socket.write(Buffer.concat(pieces, bytes));
    } else {
      this.#socket.cork();
      for (const piece of pieces) this.#socket.write(piece);
      this.#socket.uncork();
    }
  };
}

import type { Socket } from 'node:net';
import type { ClientPatience } from './client-patience.js';
import { PlainConnection, type PlainConnectionParts } from './plain-connection.js';
import { ReplyHeads } from './reply-head.js';

/**
 * Connections on which every request so far was plain and had a shortcut. They are read and answered without Node's HTTP
 * server, which costs more than most models do. The first request that is anything else takes its connection, with every
 * byte that was not answered yet, to that server for good.
 */
export class PlainConnections {
  readonly #parts: PlainConnectionParts;
  readonly #patience: ClientPatience;
  readonly #heads: ReplyHeads;
  readonly #open = new Set<PlainConnection>();

  constructor(parts: PlainConnectionParts, patience: ClientPatience) {
    this.#parts = parts;
    this.#patience = patience;
    this.#heads = new ReplyHeads(patience.keepAliveTimeout);
  }

  /** @param handOver takes a connection whose next bytes are for Node's server */
  accept(socket: Socket, handOver: (socket: Socket) => void): void {
    const connection = new PlainConnection(socket, {
      ...this.#parts,
      patience: this.#patience,
      heads: this.#heads,
      handOver,
      left: () => {
        this.#open.delete(connection);
      },
    });
    this.#open.add(connection);
  }

  closeIdle(): void {
    for (const connection of this.#open) connection.closeIfIdle();
  }

  closeAll(): void {
    for (const connection of this.#open) connection.close();
  }
}

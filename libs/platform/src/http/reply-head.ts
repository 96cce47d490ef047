import { STATUS_CODES } from 'node:http';
import { securityHeaders } from './security-headers.js';

const fixed = securityHeaders.map(([name, value]) => `${name}: ${value}\r\n`).join('');

/** Writes the heads of answers as Node's own server does; what never changes is put together once. */
export class ReplyHeads {
  readonly #end: string;
  readonly #starts = new Map<number, string>();
  #date = '';
  #dateEnds = 0;

  /** @param keepAliveMs how long a connection is kept behind an answer */
  constructor(keepAliveMs: number) {
    this.#end = `Connection: keep-alive\r\nKeep-Alive: timeout=${String(Math.floor(keepAliveMs / 1000))}\r\n\r\n`;
  }

  /** @param headers lines of their own, each with its line end */
  headOf(status: number, headers: string, bodyLength: number): string {
    let start = this.#starts.get(status);
    if (start === undefined) {
      start = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${fixed}`;
      this.#starts.set(status, start);
    }
    return `${start}${headers}content-length: ${String(bodyLength)}\r\nDate: ${this.#now()}\r\n${this.#end}`;
  }

  /** The time in whole seconds, made into text once in each. */
  #now(): string {
    const now = Date.now();
    if (now >= this.#dateEnds) {
      this.#date = new Date(now).toUTCString();
      this.#dateEnds = now - (now % 1000) + 1000;
    }
    return this.#date;
  }
}

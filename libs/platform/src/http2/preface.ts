import { preface } from './protocol.js';

const http1Pattern = /^(?:CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE) /;

/** What a connection says first: whether it speaks HTTP/2 (RFC 9113, section 3.4). */
export class PrefaceReader {
  #seen: Buffer = Buffer.alloc(0);

  /** @returns what stands behind the preface once it has come whole, or how it is none */
  push(chunk: Buffer): Buffer | 'unfinished' | 'http1' | 'unknown' {
    const bytes = this.#seen.length === 0 ? chunk : Buffer.concat([this.#seen, chunk]);
    const length = Math.min(bytes.length, preface.length);
    if (bytes.compare(preface, 0, length, 0, length) !== 0) {
      return http1Pattern.test(bytes.toString('latin1', 0, 8)) ? 'http1' : 'unknown';
    }
    if (bytes.length < preface.length) {
      this.#seen = bytes;
      return 'unfinished';
    }
    return bytes.subarray(preface.length);
  }
}

const told = 'This port speaks gRPC over HTTP/2.\n';
/** For who speaks HTTP/1.1 to us. */
export const http1Answer = Buffer.from(
  [
    'HTTP/1.1 505 HTTP Version Not Supported',
    'content-type: text/plain',
    `content-length: ${told.length}`,
    'connection: close',
    '',
    told,
  ].join('\r\n'),
);

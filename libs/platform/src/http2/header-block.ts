import { ConnectionError } from './connection-error.js';
import { ErrorCode } from './protocol.js';

/** A header block that comes in several frames. */
export class HeaderBlock {
  readonly streamId: number;
  readonly endStream: boolean;
  readonly #mostBytes: number;
  readonly #mostFrames: number;
  readonly #parts: Buffer[] = [];
  #bytes = 0;

  constructor(
    of: { streamId: number; endStream: boolean },
    most: { bytes: number; frames: number },
  ) {
    this.streamId = of.streamId;
    this.endStream = of.endStream;
    this.#mostBytes = most.bytes;
    this.#mostFrames = most.frames;
  }

  /** @throws ConnectionError `enhanceYourCalm` for one that grows too long: what it does to the table is not known */
  add(part: Buffer): void {
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > this.#mostBytes || this.#parts.length > this.#mostFrames) {
      throw new ConnectionError(
        ErrorCode.enhanceYourCalm,
        'The headers of a request are too long.',
      );
    }
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

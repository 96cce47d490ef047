import { maxWindow } from './protocol.js';

/** How much may still be sent, as the receiver says (RFC 9113, section 5.2). */
export class SendWindow {
  #available: number;

  constructor(available: number) {
    this.#available = available;
  }

  /** Below zero when the receiver has made its windows smaller meanwhile. */
  get available(): number {
    return this.#available;
  }

  take(bytes: number): void {
    this.#available -= bytes;
  }

  /** @returns whether the window is still one: it may not grow beyond 2^31 - 1 */
  grow(by: number): boolean {
    this.#available += by;
    return this.#available <= maxWindow;
  }
}

/** How much the other side may still send. What is taken is given back in larger pieces. */
export class ReceiveWindow {
  readonly #size: number;
  #left: number;

  constructor(size: number) {
    this.#size = size;
    this.#left = size;
  }

  /** @returns whether so many bytes were allowed */
  take(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }

  /** How far the window is to be opened again now, 0 while that is not worth a frame. */
  giveBack(): number {
    const owed = this.#size - this.#left;
    if (owed * 2 < this.#size) return 0;
    this.#left = this.#size;
    return owed;
  }
}

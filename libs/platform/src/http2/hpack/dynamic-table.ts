import { defaultHeaderTableSize } from '../protocol.js';
import type { Field } from './field.js';

/** The fields that both sides remember, the newest first (RFC 7541, section 2.3.2). */
export class DynamicTable {
  /** A ring: no entry takes less than 32 bytes. */
  readonly #ring: (Field | undefined)[] = new Array<Field | undefined>(
    defaultHeaderTableSize / 32,
  ).fill(undefined);
  #newest = 0;
  #count = 0;
  #size = 0;
  #capacity = defaultHeaderTableSize;
  #changes = 0;

  get count(): number {
    return this.#count;
  }

  /** As RFC 7541 reckons it. */
  get size(): number {
    return this.#size;
  }

  /** Grows with every change. */
  get changes(): number {
    return this.#changes;
  }

  /** @param index 0 is the newest */
  at(index: number): Field | undefined {
    if (index >= this.#count) return undefined;
    return this.#ring[(this.#newest - index + this.#ring.length) % this.#ring.length];
  }

  add(field: Field): void {
    this.#changes++;
    const { size } = field;
    this.#evictDownTo(this.#capacity - size);
    if (size > this.#capacity) return;
    this.#newest = (this.#newest + 1) % this.#ring.length;
    this.#ring[this.#newest] = field;
    this.#count++;
    this.#size += size;
  }

  /** @param capacity at most what HTTP/2 begins with, which we never raise */
  resize(capacity: number): void {
    this.#changes++;
    this.#capacity = capacity;
    this.#evictDownTo(capacity);
  }

  #evictDownTo(size: number): void {
    while (this.#count > 0 && this.#size > size) {
      const oldest = (this.#newest - this.#count + 1 + this.#ring.length) % this.#ring.length;
      this.#size -= this.#ring[oldest]?.size ?? 0;
      this.#ring[oldest] = undefined;
      this.#count--;
    }
  }
}

import { createHash } from 'node:crypto';
import type { StagedObject } from '@millrace/ports';

export interface ContentDigest {
  readonly md5: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Lets a reader see the bytes of an upload while they are hashed and written aside. */
export class UploadTee {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #staged: StagedObject;
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  #size = 0;
  #failure: { readonly cause: unknown } | undefined;

  constructor(source: AsyncIterable<Uint8Array>, staged: StagedObject) {
    this.#source = source[Symbol.asyncIterator]();
    this.#staged = staged;
  }

  /** What kept the bytes from coming in, as against what a reader had to say about them. */
  get failure(): { readonly cause: unknown } | undefined {
    return this.#failure;
  }

  /** The bytes, once. A reader may stop early: `finish` takes in the rest. */
  chunks(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => ({ next: () => this.#next() }) };
  }

  /** Takes in what the reader left, and tells what everything was. */
  async finish(): Promise<ContentDigest> {
    while (!(await this.#next()).done);
    return {
      md5: this.#md5.digest('hex'),
      sha256: this.#sha256.digest('hex'),
      size: this.#size,
    };
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const next = await this.#source.next();
      if (next.done) return { done: true, value: undefined };
      this.#md5.update(next.value);
      this.#sha256.update(next.value);
      this.#size += next.value.length;
      await this.#staged.write(next.value);
      return next;
    } catch (cause) {
      this.#failure = { cause };
      throw cause;
    }
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Bytes kept on this host until the store has them, with what the store wants to know before it gets them. */
export class ScratchFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #sha256 = createHash('sha256');
  readonly #md5 = createHash('md5');
  #size = 0;
  #removed = false;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async open(folder: string): Promise<ScratchFile> {
    const path = join(folder, randomUUID());
    return new ScratchFile(path, await open(path, 'wx', 0o600));
  }

  get size(): number {
    return this.#size;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#sha256.update(chunk);
    this.#md5.update(chunk);
    for (let written = 0; written < chunk.length;) {
      const rest = chunk.length - written;
      const { bytesWritten } = await this.#file.write(chunk, written, rest, this.#size + written);
      written += bytesWritten;
    }
    this.#size += chunk.length;
  }

  /** Digests of everything written so far. */
  digests(): { readonly sha256: string; readonly md5: string } {
    return {
      sha256: this.#sha256.copy().digest('hex'),
      md5: this.#md5.copy().digest('base64'),
    };
  }

  /** Everything written so far, from the beginning. */
  read(): Readable {
    if (this.#size === 0) return createReadStream(this.#path);
    return createReadStream(this.#path, { end: this.#size - 1, highWaterMark: 256 * 1024 });
  }

  async remove(): Promise<void> {
    if (this.#removed) return;
    this.#removed = true;
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}

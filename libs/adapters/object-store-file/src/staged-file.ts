import { createHash } from 'node:crypto';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlatformError } from '@millrace/platform';
import type { ObjectInfo, StagedObject } from '@millrace/ports';
import { readBytes, trailerOf } from './checked-file.js';
import { makeFolder, syncFolder } from './durable-folder.js';
import { hasCode, pathOf, refuseSymbolicLinks } from './key-paths.js';

/** Bytes in a file beside the store; the name of the finished file is what makes an object. */
export class StagedFile implements StagedObject {
  readonly #root: string;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #size = 0;
  #ended = false;

  private constructor(root: string, path: string, file: FileHandle) {
    this.#root = root;
    this.#path = path;
    this.#file = file;
  }

  static async open(root: string, path: string): Promise<StagedFile> {
    return new StagedFile(root, path, await open(path, 'wx+', 0o640));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#requireOpen();
    this.#hash.update(chunk);
    for (let written = 0; written < chunk.length;) {
      const { bytesWritten } = await this.#file.write(
        chunk,
        written,
        chunk.length - written,
        this.#size + written,
      );
      written += bytesWritten;
    }
    this.#size += chunk.length;
  }

  read(): AsyncIterable<Uint8Array> {
    this.#requireOpen();
    return readBytes(this.#file, this.#size);
  }

  async commit(key: string): Promise<ObjectInfo> {
    const target = await this.#finish(key);
    const { mtime } = await this.#file.stat();
    await this.#file.close();
    await rename(this.#path, target);
    await syncFolder(dirname(target));
    return { key, size: this.#size, modifiedAt: mtime };
  }

  async commitIfAbsent(key: string): Promise<'created' | 'exists'> {
    const target = await this.#finish(key);
    await this.#file.close();
    try {
      // Unlike a rename, a link never replaces: of two that race one wins.
      await link(this.#path, target);
      await syncFolder(dirname(target));
      return 'created';
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return 'exists';
      throw error;
    } finally {
      await rm(this.#path, { force: true });
    }
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  async #finish(key: string): Promise<string> {
    this.#requireOpen();
    const target = pathOf(this.#root, key);
    await makeFolder(dirname(target));
    await refuseSymbolicLinks(target);
    this.#ended = true;
    const trailer = trailerOf(this.#hash.digest('hex'));
    await this.#file.write(trailer, 0, trailer.length, this.#size);
    await this.#file.sync();
    return target;
  }

  #requireOpen(): void {
    if (this.#ended) {
      throw new PlatformError('failed_precondition', 'The staged object has already ended.');
    }
  }
}

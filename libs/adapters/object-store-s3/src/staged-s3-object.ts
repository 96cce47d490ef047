import { PlatformError, objectKeySegments, type Turns } from '@millrace/platform';
import type { ObjectInfo, StagedObject } from '@millrace/ports';
import type { S3Connection } from './s3-connection.js';
import { codeOf, isAbsent, retrying } from './s3-failures.js';
import type { ScratchFile } from './scratch-file.js';

/** The most S3 takes in one request. */
const maxSize = 5 * 1024 ** 3;

/** Bytes in a scratch file; sent in one request of known size and digest, so that they appear whole or not at all. */
export class StagedS3Object implements StagedObject {
  readonly #connection: S3Connection;
  readonly #scratch: ScratchFile;
  readonly #turns: Turns;
  #ended = false;

  constructor(connection: S3Connection, scratch: ScratchFile, turns: Turns) {
    this.#connection = connection;
    this.#turns = turns;
    this.#scratch = scratch;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#requireOpen();
    await this.#scratch.write(chunk);
  }

  read(): AsyncIterable<Uint8Array> {
    this.#requireOpen();
    return this.#scratch.read();
  }

  async commit(key: string): Promise<ObjectInfo> {
    this.#end(key);
    try {
      await retrying(() => this.#send(key, {}));
      return { key, size: this.#scratch.size, modifiedAt: new Date() };
    } finally {
      await this.#scratch.remove();
    }
  }

  async commitIfAbsent(key: string): Promise<'created' | 'exists'> {
    this.#end(key);
    try {
      // Some servers check the condition first and write later (s3proxy over files): there it holds for those who
      // take turns here, and between processes only where the server makes it one step, as S3 and MinIO do.
      return await this.#turns.run(key, () => retrying(() => this.#create(key)));
    } finally {
      await this.#scratch.remove();
    }
  }

  async discard(): Promise<void> {
    this.#ended = true;
    await this.#scratch.remove();
  }

  /**
   * The client's `putObject` would read a small body into memory and send a large one in parts, joining an unfinished
   * upload of the same key that another process may be working on. One streamed request does neither.
   */
  async #send(key: string, condition: Readonly<Record<string, string>>): Promise<void> {
    const { client, bucket, region, useTls } = this.#connection;
    const { sha256, md5 } = this.#scratch.digests();
    const body = this.#scratch.read();
    try {
      const response = await client.makeRequestStreamAsync(
        {
          method: 'PUT',
          bucketName: bucket,
          objectName: key,
          headers: {
            'Content-Length': String(this.#scratch.size),
            'Content-MD5': md5,
            'Content-Type': 'application/octet-stream',
            'x-amz-meta-sha256': sha256,
            ...condition,
          },
        },
        body,
        useTls ? '' : sha256,
        [200],
        region,
      );
      response.resume();
    } finally {
      body.destroy();
    }
  }

  async #create(key: string): Promise<'created' | 'exists'> {
    // Saves sending the bytes; the condition on the request itself decides.
    if (await this.#exists(key)) return 'exists';
    try {
      await this.#send(key, { 'If-None-Match': '*' });
      return 'created';
    } catch (error) {
      if (codeOf(error) === 'PreconditionFailed') return 'exists';
      throw error;
    }
  }

  async #exists(key: string): Promise<boolean> {
    try {
      await this.#connection.client.statObject(this.#connection.bucket, key);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  #end(key: string): void {
    objectKeySegments(key);
    this.#requireOpen();
    if (this.#scratch.size > maxSize) {
      throw new PlatformError('payload_too_large', 'An object may have 5 GiB at most.');
    }
    this.#ended = true;
  }

  #requireOpen(): void {
    if (this.#ended) {
      throw new PlatformError('failed_precondition', 'The staged object has already ended.');
    }
  }
}

import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BucketItem } from 'minio';
import {
  PlatformError,
  Turns,
  objectKeySegments,
  requireObjectKeyPrefix,
} from '@millrace/platform';
import type { ObjectInfo, ObjectStore } from '@millrace/ports';
import { getObject } from './get-object.js';
import { connectS3, hasBucket, type S3Options } from './s3-connection.js';
import { isAbsent, retrying, translated } from './s3-failures.js';
import { ScratchFile } from './scratch-file.js';
import { StagedS3Object } from './staged-s3-object.js';

const abandonedAfterMs = 24 * 3600 * 1000;

/**
 * Objects in a bucket of an S3 server that honours `If-None-Match: *`. Each carries its SHA-256 as metadata, and is
 * checked against it when read. A large body that was got is iterated or its signal aborted; its connection stays until
 * then.
 * @throws PlatformError `unavailable` when the server cannot be reached, `failed_precondition` when it refuses us
 */
export async function openS3ObjectStore(options: S3Options): Promise<ObjectStore> {
  const connection = await connectS3(options);
  const { client, bucket } = connection;
  await mkdir(options.scratchFolder, { recursive: true });
  await removeAbandoned(options.scratchFolder);

  const turns = new Turns();
  const stage = async () =>
    new StagedS3Object(connection, await ScratchFile.open(options.scratchFolder), turns);

  return {
    stage,

    async put(key, body) {
      objectKeySegments(key);
      const staged = await stage();
      try {
        if (body instanceof Uint8Array) await staged.write(body);
        else for await (const chunk of body) await staged.write(chunk);
        return await staged.commit(key);
      } finally {
        await staged.discard();
      }
    },

    get: (key, { signal } = {}) => getObject(connection, key, signal),

    async head(key): Promise<ObjectInfo | undefined> {
      objectKeySegments(key);
      return retrying(async () => {
        try {
          const { size, lastModified } = await client.statObject(bucket, key);
          return { key, size, modifiedAt: lastModified };
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw error;
        }
      });
    },

    async *list(prefix) {
      requireObjectKeyPrefix(prefix);
      try {
        const items: AsyncIterable<BucketItem> = client.listObjectsV2(bucket, prefix, true);
        for await (const { name, size, lastModified } of items) {
          if (name !== undefined) yield { key: name, size, modifiedAt: lastModified };
        }
      } catch (error) {
        throw translated(error);
      }
    },

    async delete(key) {
      objectKeySegments(key);
      await retrying(async () => {
        try {
          await client.removeObject(bucket, key);
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
      });
    },

    async check() {
      if (await hasBucket(connection)) return;
      throw new PlatformError('unavailable', 'The bucket of the object store is gone.');
    },

    close: () => Promise.resolve(),
  };
}

/** What a killed process left unfinished; another process may be writing what is young. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

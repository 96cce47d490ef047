import { randomUUID } from 'node:crypto';
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformError } from '@millrace/platform';
import type { ObjectBody, ObjectInfo, ObjectStore } from '@millrace/ports';
import { readChecked, trailerSize } from './checked-file.js';
import { makeFolder, syncFolder } from './durable-folder.js';
import { hasCode, openObject, pathOf, refuseSymbolicLinks } from './key-paths.js';
import { listObjects } from './list-objects.js';
import { StagedFile } from './staged-file.js';

const abandonedAfterMs = 24 * 3600 * 1000;

/**
 * Objects as files of one folder: each appears whole through a rename (or, if absent, a link) after it has reached the
 * disk, and carries its SHA-256 behind its bytes.
 * A body that was got is iterated or its signal aborted; its file stays open until then.
 */
export async function openFileObjectStore(options: { folder: string }): Promise<ObjectStore> {
  await makeFolder(options.folder);
  const folder = await realpath(options.folder);
  const root = join(folder, 'objects');
  const staging = join(folder, 'staging');
  await makeFolder(root);
  await makeFolder(staging);
  await removeAbandoned(staging);

  const stage = () => StagedFile.open(root, join(staging, randomUUID()));

  return {
    stage,

    async put(key, body) {
      pathOf(root, key);
      const staged = await stage();
      try {
        if (body instanceof Uint8Array) await staged.write(body);
        else for await (const chunk of body) await staged.write(chunk);
        return await staged.commit(key);
      } finally {
        await staged.discard();
      }
    },

    get: (key, { signal } = {}) => getObject(root, key, signal),

    async head(key): Promise<ObjectInfo | undefined> {
      const file = await openObject(pathOf(root, key));
      if (!file) return undefined;
      try {
        const { size, mtime } = await file.stat();
        return { key, size: Math.max(0, size - trailerSize), modifiedAt: mtime };
      } finally {
        await file.close();
      }
    },

    list: (prefix) => listObjects(root, prefix),

    async delete(key) {
      const path = pathOf(root, key);
      try {
        await refuseSymbolicLinks(path);
        await rm(path);
        await syncFolder(dirname(path));
      } catch (error) {
        if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
      }
    },

    async check() {
      try {
        const probe = await stage();
        await probe.write(new Uint8Array(1)).finally(() => probe.discard());
      } catch (cause) {
        throw new PlatformError('unavailable', 'The object store cannot be written.', { cause });
      }
    },

    close: () => Promise.resolve(),
  };
}

async function getObject(root: string, key: string, signal?: AbortSignal): Promise<ObjectBody> {
  const file = await openObject(pathOf(root, key));
  if (!file) throw new PlatformError('not_found', `There is no object ${key}.`);
  const { size: fileSize, mtime } = await file.stat();
  const size = fileSize - trailerSize;
  if (size < 0) {
    await file.close();
    throw new PlatformError('corrupt', 'A stored object is cut short.');
  }
  return {
    key,
    size,
    modifiedAt: mtime,
    bytes: closing(file, readChecked(file, size, signal), signal),
  };
}

/** The bytes, and the end of the file handle when they end, are given up, or `signal` aborts before they begin. */
function closing(
  file: { close(): Promise<void> },
  bytes: AsyncGenerator<Uint8Array, void, undefined>,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  let begun = false;
  const abandon = () => {
    if (!begun) void file.close().catch(() => undefined);
  };
  signal?.addEventListener('abort', abandon, { once: true });
  return {
    async *[Symbol.asyncIterator]() {
      if (begun) throw new PlatformError('failed_precondition', 'A body is read once.');
      if (signal?.aborted)
        throw new PlatformError('cancelled', 'Reading the object was cancelled.');
      begun = true;
      try {
        yield* bytes;
      } finally {
        signal?.removeEventListener('abort', abandon);
        await file.close();
      }
    },
  };
}

/** What a killed process left unfinished; another process may be writing what is young. */
async function removeAbandoned(staging: string): Promise<void> {
  for (const name of await readdir(staging)) {
    const path = join(staging, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

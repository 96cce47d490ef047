import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { requireObjectKeyPrefix } from '@millrace/platform';
import type { ObjectInfo } from '@millrace/ports';
import { trailerSize } from './checked-file.js';
import { hasCode, leafMark } from './key-paths.js';

/** Every object whose key starts with `prefix`, in the order of the keys' bytes. Symbolic links are not followed. */
export async function* listObjects(root: string, prefix: string): AsyncGenerator<ObjectInfo> {
  requireObjectKeyPrefix(prefix);
  yield* walk(root, '', prefix);
}

async function* walk(folder: string, base: string, prefix: string): AsyncGenerator<ObjectInfo> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  // A folder counts with its slash: the key `a-b` comes before `a/b`, and `a.b` too.
  const keys = entries
    .flatMap((entry) => {
      if (entry.isDirectory()) return [`${base}${entry.name}/`];
      if (!entry.isFile() || !entry.name.endsWith(leafMark)) return [];
      return [`${base}${entry.name.slice(0, -leafMark.length)}`];
    })
    .filter((key) => key.startsWith(prefix) || prefix.startsWith(key))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const key of keys) {
    const name = key.slice(base.length);
    if (name.endsWith('/')) {
      yield* walk(join(folder, name), key, prefix);
    } else if (key.startsWith(prefix)) {
      const found = await stat(join(folder, `${name}${leafMark}`)).catch(() => undefined);
      if (found && found.size >= trailerSize) {
        yield { key, size: found.size - trailerSize, modifiedAt: found.mtime };
      }
    }
  }
}

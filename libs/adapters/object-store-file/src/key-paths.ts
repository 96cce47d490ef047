import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformError, objectKeySegments } from '@millrace/platform';

// Keys cannot contain it, so the file of `a` and the folder of `a/b` have different names.
export const leafMark = '~';

/** Where the object of a key lies. @throws PlatformError `invalid_argument` */
export function pathOf(root: string, key: string): string {
  return `${join(root, ...objectKeySegments(key))}${leafMark}`;
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

const refused = (cause?: unknown) =>
  new PlatformError('invalid_argument', 'The object store contains a symbolic link.', { cause });

/**
 * Nothing on the way from `root` to `path` may lead elsewhere.
 * @throws PlatformError `invalid_argument` when a symbolic link lies there
 */
export async function refuseSymbolicLinks(path: string): Promise<void> {
  const folder = dirname(path);
  if ((await realpath(folder)) !== folder) throw refused();
  const entry = await lstat(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (entry?.isSymbolicLink()) throw refused();
}

/** Opens an object's file to read, or gives `undefined` when there is none. */
export async function openObject(path: string): Promise<FileHandle | undefined> {
  try {
    await refuseSymbolicLinks(path);
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (hasCode(error, 'ELOOP')) throw refused(error);
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const unfinished = '.unfinished';

/** Writes a file that is there whole or not at all, whenever the process or the machine stops. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.${randomUUID()}${unfinished}`;
  try {
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (caught) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw caught;
  }
  await syncFolder(dirname(path));
}

/** Removes what a killed process was writing. */
export async function removeUnfinished(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (name.endsWith(unfinished)) await rm(join(folder, name), { force: true });
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there a name is durable without it.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

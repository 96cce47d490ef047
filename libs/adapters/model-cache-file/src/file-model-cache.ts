import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '@millrace/platform';
import type { ModelCache } from '@millrace/ports';
import { FileSizes } from './file-sizes.js';
import { removeUnfinished, writeWhole } from './write-whole.js';

export interface FileModelCacheOptions {
  /** Made when absent; belongs to one process at a time. */
  readonly folder: string;
  /** Bytes that the files may take together, the note apart. 4 GiB when absent. */
  readonly maxBytes?: number;
}

const gibibyte = 2 ** 30;
const digestPattern = /^[0-9a-f]{64}$/;

/**
 * A cache in files of one folder: `files/<sha256>`, and `note`, whose first line is the digest of the rest. Each appears
 * whole, by a rename after it has reached the disk; the time of a file is that of its last use.
 * @throws PlatformError `failed_precondition` when the folder cannot be made or read
 */
export async function openFileModelCache({
  folder,
  maxBytes = 4 * gibibyte,
}: FileModelCacheOptions): Promise<ModelCache> {
  const files = join(folder, 'files');
  const note = join(folder, 'note');
  let sizes: FileSizes;
  try {
    await mkdir(files, { recursive: true });
    await removeUnfinished(folder, files);
    sizes = await FileSizes.read(files);
  } catch (cause) {
    throw new PlatformError(
      'failed_precondition',
      `The folder ${folder} cannot be made or read. Check that this user may, or choose another with MILLRACE_DATA_DIR.`,
      { cause },
    );
  }

  const forget = async (sha256: string) => {
    sizes.delete(sha256);
    await rm(join(files, sha256), { force: true }).catch(() => undefined);
  };

  return {
    async get(sha256) {
      if (!digestPattern.test(sha256) || !sizes.has(sha256)) return undefined;
      const path = join(files, sha256);
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes === undefined || digestOf(bytes) !== sha256) {
        await forget(sha256);
        return undefined;
      }
      sizes.use(sha256);
      const now = new Date();
      // Which file goes first is a matter of thrift: a time that cannot be set spoils nothing.
      await utimes(path, now, now).catch(() => undefined);
      return bytes;
    },

    async put(sha256, bytes) {
      if (digestOf(bytes) !== sha256) {
        throw new PlatformError(
          'invalid_argument',
          `The bytes have another digest than ${sha256}.`,
        );
      }
      if (sizes.has(sha256) || bytes.length > maxBytes) return;
      for (const oldest of sizes.pastRoom(maxBytes - bytes.length)) await forget(oldest);
      await kept(writeWhole(join(files, sha256), bytes));
      sizes.set(sha256, (await stat(join(files, sha256))).size);
    },

    async readNote() {
      const text = await readFile(note, 'utf8').catch(() => '');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      return end > 0 && text.slice(0, end) === digestOf(Buffer.from(body)) ? body : undefined;
    },

    async writeNote(text) {
      await kept(writeWhole(note, Buffer.from(`${digestOf(Buffer.from(text))}\n${text}`)));
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function kept(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (cause) {
    throw new PlatformError('unavailable', 'The folder of kept models cannot be written.', {
      cause,
    });
  }
}

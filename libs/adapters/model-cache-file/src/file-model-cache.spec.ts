import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeModelCache, temporaryFolder } from '@millrace/testing';
import { openFileModelCache } from './index.js';

describeModelCache('a folder', async (maxBytes) =>
  openFileModelCache({ folder: await temporaryFolder(), maxBytes }),
);

describe('a cache in a folder', () => {
  let folder: string;
  const bytes = Buffer.from('a model file');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = () => join(folder, 'files', sha256);
  const open = (maxBytes?: number) =>
    openFileModelCache({ folder, ...(maxBytes !== undefined && { maxBytes }) });
  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  it('is there for the next process', async () => {
    const before = await open();
    await before.put(sha256, bytes);
    await before.writeNote('note');
    const after = await open();
    expect(await after.get(sha256)).toEqual(bytes);
    expect(await after.readNote()).toBe('note');
  });

  it.each(Array.from(bytes.keys()))(
    'does not give back a file whose byte %i has flipped, and takes it anew',
    async (index) => {
      const cache = await open();
      await cache.put(sha256, bytes);
      const flipped = Buffer.from(bytes);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      await writeFile(path(), flipped);
      expect(await cache.get(sha256)).toBeUndefined();
      expect(await readdir(join(folder, 'files'))).toEqual([]);
      await cache.put(sha256, bytes);
      expect(await cache.get(sha256)).toEqual(bytes);
    },
  );

  it('does not believe a note that is cut short or changed', async () => {
    const cache = await open();
    await cache.writeNote('{"version":12}');
    const whole = await readFile(join(folder, 'note'));
    for (let size = 0; size < whole.length; size++) {
      await writeFile(join(folder, 'note'), whole.subarray(0, size));
      expect(await cache.readNote()).toBeUndefined();
    }
    await writeFile(join(folder, 'note'), whole.toString().replace('12', '13'));
    expect(await cache.readNote()).toBeUndefined();
  });

  it('removes what a killed process was writing, and keeps to its room across processes', async () => {
    await (await open()).put(sha256, bytes);
    await writeFile(`${path()}.1.unfinished`, 'half');
    await writeFile(join(folder, 'note.1.unfinished'), 'half');
    const cache = await open(bytes.length);
    expect(await readdir(folder)).toEqual(['files']);
    expect(await readdir(join(folder, 'files'))).toEqual([sha256]);
    const other = Buffer.from('b');
    await cache.put(createHash('sha256').update(other).digest('hex'), other);
    expect(await cache.get(sha256)).toBeUndefined();
  });

  it('says that it cannot be written, and leaves nothing behind', async () => {
    const cache = await open();
    // The rename onto a folder that is not empty fails, as the write does on a full disk.
    await mkdir(join(path(), 'in-the-way'), { recursive: true });
    await expect(cache.put(sha256, bytes)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await readdir(join(folder, 'files'))).toEqual([sha256]);
    await rm(path(), { recursive: true });
    await cache.put(sha256, bytes);
    expect(await cache.get(sha256)).toEqual(bytes);
  });

  it('says which folder cannot be used', async () => {
    await writeFile(join(folder, 'files'), 'no folder');
    await expect(open()).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining(folder) as string,
    });
  });
});

describe('a process killed with SIGKILL', () => {
  it.each([1, 5, 20])(
    'leaves no part of a file and a note that is whole, after %i files',
    async (files) => {
      const folder = await temporaryFolder();
      const program = join(folder, 'writer.cjs');
      await build({
        stdin: {
          contents: `
            import { createHash, randomBytes } from 'node:crypto';
            import { openFileModelCache } from './index.js';
            const write = async (cache) => {
              for (;;) {
                const bytes = randomBytes(2_000_000);
                const sha256 = createHash('sha256').update(bytes).digest('hex');
                await cache.put(sha256, bytes);
                await cache.writeNote(sha256.repeat(2_000));
                process.stdout.write('.');
              }
            };
            openFileModelCache({ folder: process.argv[2] }).then(write);`,
          resolveDir: dirname(fileURLToPath(import.meta.url)),
        },
        bundle: true,
        platform: 'node',
        format: 'cjs',
        conditions: ['@millrace/source'],
        outfile: program,
        logLevel: 'silent',
      });
      const kept = join(folder, 'kept');
      const child = spawn(process.execPath, [program, kept], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      let written = 0;
      child.stdout.on('data', (dots: Buffer) => {
        written += dots.length;
        // The next file is being written by now.
        if (written >= files) child.kill('SIGKILL');
      });
      await ended;
      const cache = await openFileModelCache({ folder: kept });
      const names = await readdir(join(kept, 'files'));
      expect(names.length).toBeGreaterThanOrEqual(files);
      for (const name of names) {
        const found = await cache.get(name);
        expect(found && createHash('sha256').update(found).digest('hex')).toBe(name);
      }
      expect(await cache.readNote()).toMatch(/^([0-9a-f]{64})\1{1999}$/);
    },
  );
});

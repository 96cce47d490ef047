import {
  mkdir,
  open,
  readFile,
  readdir,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeObjectStore, temporaryFolder } from '@millrace/testing';
import { openFileObjectStore } from './file-object-store.js';

const bytes = new TextEncoder().encode('bytes');

describeObjectStore('A folder', async () => {
  const folder = await temporaryFolder();
  return {
    store: await openFileObjectStore({ folder }),
    async flipBit(key) {
      const file = await open(join(folder, 'objects', `${key}~`), 'r+');
      const byte = new Uint8Array(1);
      await file.read(byte, 0, 1, 1000);
      await file.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, 1000);
      await file.close();
    },
  };
});

describe('openFileObjectStore', () => {
  it('finds what an earlier process stored', async () => {
    const folder = await temporaryFolder();
    await (await openFileObjectStore({ folder })).put('a/b', bytes);
    const again = await openFileObjectStore({ folder });
    expect(await again.head('a/b')).toMatchObject({ size: 5 });
  });

  it('has room for a key beside keys that continue it', async () => {
    const store = await openFileObjectStore({ folder: await temporaryFolder() });
    const keys = ['a-b', 'a.b', 'a/b', 'a/b/c', 'a', 'a0'];
    for (const key of keys) await store.put(key, bytes);
    const listed: string[] = [];
    for await (const { key } of store.list('a')) listed.push(key);
    expect(listed).toEqual([...keys].sort());
  });

  it('refuses a symbolic link in the place of an object', async () => {
    const folder = await temporaryFolder();
    const store = await openFileObjectStore({ folder });
    const outside = join(await temporaryFolder(), 'secret');
    await writeFile(outside, 'x'.repeat(200));
    await symlink(outside, join(folder, 'objects', 'link~'));
    const refused = { code: 'invalid_argument' };
    await expect(store.get('link')).rejects.toMatchObject(refused);
    await expect(store.head('link')).rejects.toMatchObject(refused);
    await expect(store.put('link', bytes)).rejects.toMatchObject(refused);
    await expect(store.delete('link')).rejects.toMatchObject(refused);
    expect(await readFile(outside, 'utf8')).toBe('x'.repeat(200));
  });

  it('refuses a symbolic link on the way to an object, and does not list through it', async () => {
    const folder = await temporaryFolder();
    const store = await openFileObjectStore({ folder });
    const outside = await temporaryFolder();
    await mkdir(join(outside, 'deep'));
    await writeFile(join(outside, 'x~'), 'x'.repeat(200));
    await symlink(outside, join(folder, 'objects', 'a'));
    const refused = { code: 'invalid_argument' };
    await expect(store.get('a/x')).rejects.toMatchObject(refused);
    await expect(store.put('a/y', bytes)).rejects.toMatchObject(refused);
    await expect(store.put('a/deep/y', bytes)).rejects.toMatchObject(refused);
    await expect(store.delete('a/x')).rejects.toMatchObject(refused);
    for await (const each of store.list('')) expect(each).toBeUndefined();
    expect((await readdir(outside)).sort()).toEqual(['deep', 'x~']);
    expect(await readdir(join(outside, 'deep'))).toEqual([]);
  });

  it.each([0, 10, 100])('calls an object cut to %i bytes corrupt', async (length) => {
    const folder = await temporaryFolder();
    const store = await openFileObjectStore({ folder });
    await store.put('key', new Uint8Array(1000));
    await truncate(join(folder, 'objects', 'key~'), length);
    const reading = (async () => {
      for await (const chunk of (await store.get('key')).bytes) expect(chunk).toBeDefined();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('removes what a killed process left staged long ago, and nothing younger', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'staging'));
    for (const name of ['old', 'young']) await writeFile(join(folder, 'staging', name), 'x');
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
    await utimes(join(folder, 'staging', 'old'), longAgo, longAgo);
    await openFileObjectStore({ folder });
    expect(await readdir(join(folder, 'staging'))).toEqual(['young']);
  });

  it('leaves nothing staged behind', async () => {
    const folder = await temporaryFolder();
    const store = await openFileObjectStore({ folder });
    await store.put('a', bytes);
    for (let time = 0; time < 2; time++) {
      const staged = await store.stage();
      await staged.write(bytes);
      await staged.commitIfAbsent('b');
    }
    await expect(store.put('../x', bytes)).rejects.toMatchObject({ code: 'invalid_argument' });
    await store.check();
    expect(await readdir(join(folder, 'staging'))).toEqual([]);
  });
});

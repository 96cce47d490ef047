import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '@millrace/ports';
import { uniqueName } from '../doubles/unique-name.js';

export interface ObjectStoreUnderTest {
  readonly store: ObjectStore;
  /** Changes one byte of a stored object behind the store's back. */
  readonly flipBit: (key: string) => Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function* chunksOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
  await Promise.resolve();
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const refusedKeys: Readonly<Record<string, string>> = {
  'an empty key': '',
  'a parent folder': '..',
  'a parent folder inside': 'a/../../etc/passwd',
  'a dot': 'a/./b',
  'an encoded slash': 'a%2fb',
  'an encoded parent': '%2e%2e/x',
  'a NUL': 'a\0b',
  'an absolute path': '/etc/passwd',
  'a backslash': 'a\\..\\b',
  'a drive': 'C:/x',
  'an empty segment': 'a//b',
  'a trailing slash': 'a/',
  'a line break': 'a\nb',
  'a letter beyond ASCII': 'caf\u00e9',
  'a lone surrogate': 'a\ud800',
  'a very long segment': 'x'.repeat(300),
  'a very long key': Array.from({ length: 600 }, () => 'ab').join('/'),
};

/** What every object store keeps to. */
export function describeObjectStore(name: string, open: () => Promise<ObjectStoreUnderTest>): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    let flipBit: ObjectStoreUnderTest['flipBit'];
    const fresh = () => uniqueName('contract');
    const read = async (key: string) => (await collect((await store.get(key)).bytes)).toString();

    beforeAll(async () => {
      ({ store, flipBit } = await open());
    });

    afterAll(async () => {
      await store.close();
    });

    it('answers a check', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });

    it('gives back the bytes it was given, with their size and time', async () => {
      const key = `${fresh()}/a=1/b.c+d@e-f_g`;
      const body = Uint8Array.from({ length: 256 }, (_, index) => index);
      const info = await store.put(key, body);
      expect(info).toMatchObject({ key, size: 256 });
      const object = await store.get(key);
      expect(object).toMatchObject({ key, size: 256 });
      expect(Math.abs(Date.now() - object.modifiedAt.getTime())).toBeLessThan(60_000);
      expect(await collect(object.bytes)).toEqual(Buffer.from(body));
      expect(await store.head(key)).toMatchObject({ key, size: 256 });
    });

    it('keeps an empty object', async () => {
      const key = fresh();
      await store.put(key, new Uint8Array());
      expect(await store.head(key)).toMatchObject({ size: 0 });
      expect(await read(key)).toBe('');
    });

    it('takes a body in pieces', async () => {
      const key = fresh();
      await store.put(key, chunksOf(bytes('mill'), new Uint8Array(), bytes('race')));
      expect(await read(key)).toBe('millrace');
    });

    it('streams a large body in and out', async () => {
      const key = fresh();
      const chunk = new Uint8Array(1024 * 1024);
      const written = createHash('sha256');
      async function* large() {
        for (let index = 0; index < 40; index++) {
          chunk.fill(index);
          written.update(chunk);
          yield chunk.slice();
          await Promise.resolve();
        }
      }
      await store.put(key, large());
      const object = await store.get(key);
      expect(object.size).toBe(40 * 1024 * 1024);
      const got = createHash('sha256');
      let largest = 0;
      for await (const part of object.bytes) {
        got.update(part);
        largest = Math.max(largest, part.length);
      }
      expect(got.digest('hex')).toBe(written.digest('hex'));
      expect(largest).toBeLessThanOrEqual(4 * 1024 * 1024);
      await store.delete(key);
    });

    it('replaces an object whole: readers see the old bytes or the new', async () => {
      const key = fresh();
      const versions = ['a', 'b'].map((letter, index) => letter.repeat(200_000 + index * 50_000));
      await store.put(key, bytes(versions[0] ?? ''));
      let writing = true;
      const writer = (async () => {
        for (let round = 1; round <= 10; round++) {
          await store.put(key, bytes(versions[round % 2] ?? ''));
        }
        writing = false;
      })();
      const seen = new Set<boolean>();
      while (writing) seen.add(versions.includes(await read(key)));
      await writer;
      expect([...seen, versions.includes(await read(key))]).not.toContain(false);
    });

    it('keeps the old object when writing the new one fails', async () => {
      const key = fresh();
      await store.put(key, bytes('old'));
      async function* broken() {
        yield bytes('new');
        await Promise.resolve();
        throw new Error('upload broke off');
      }
      await expect(store.put(key, broken())).rejects.toThrow('upload broke off');
      expect(await read(key)).toBe('old');
    });

    it('shows nothing of what is staged before it is committed', async () => {
      const folder = fresh();
      const staged = await store.stage();
      await staged.write(bytes('half'));
      const found: string[] = [];
      for await (const { key } of store.list(folder)) found.push(key);
      expect(found).toEqual([]);
      await staged.write(bytes(' and half'));
      expect((await collect(staged.read())).toString()).toBe('half and half');
      expect(await staged.commit(`${folder}/x`)).toMatchObject({ key: `${folder}/x`, size: 13 });
      await staged.discard();
      expect(await read(`${folder}/x`)).toBe('half and half');
    });

    it('drops what is discarded', async () => {
      const key = fresh();
      const staged = await store.stage();
      await staged.write(bytes('never'));
      await staged.discard();
      await staged.discard();
      await expect(staged.commit(key)).rejects.toMatchObject({ code: 'failed_precondition' });
      expect(await store.head(key)).toBeUndefined();
    });

    it('leaves an object that is there as it is when asked to create it', async () => {
      const key = fresh();
      await store.put(key, bytes('first'));
      const staged = await store.stage();
      await staged.write(bytes('second'));
      expect(await staged.commitIfAbsent(key)).toBe('exists');
      expect(await read(key)).toBe('first');
    });

    it('lets exactly one of many create an object', async () => {
      for (let round = 0; round < 5; round++) {
        const key = fresh();
        const contenders = await Promise.all(
          Array.from({ length: 12 }, async (_, index) => {
            const staged = await store.stage();
            await staged.write(bytes(`contender ${index}`));
            return staged;
          }),
        );
        const outcomes = await Promise.all(contenders.map((staged) => staged.commitIfAbsent(key)));
        expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
        expect(await read(key)).toBe(`contender ${outcomes.indexOf('created')}`);
      }
    });

    it('says not_found for what is not there', async () => {
      const key = fresh();
      await expect(store.get(key)).rejects.toMatchObject({ code: 'not_found' });
      await expect(store.get(`${key}/deeper`)).rejects.toMatchObject({ code: 'not_found' });
      expect(await store.head(key)).toBeUndefined();
    });

    it('deletes, and deletes what is not there', async () => {
      const key = fresh();
      await store.put(key, bytes('x'));
      await store.delete(key);
      await store.delete(key);
      await store.delete(`${key}/deeper`);
      await expect(store.get(key)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('lists by prefix in the order of the keys', async () => {
      const folder = fresh();
      const names = ['b', 'a/c', 'a.b', 'a-b', 'aB', 'ab/x', 'A', '0', 'a=1', 'a/b/c', 'a+'];
      for (const each of names) await store.put(`${folder}/${each}`, bytes(each));
      const keysUnder = async (prefix: string) => {
        const keys: string[] = [];
        for await (const { key, size } of store.list(`${folder}/${prefix}`)) {
          keys.push(key.slice(folder.length + 1));
          expect(size).toBe(keys.at(-1)?.length);
        }
        return keys;
      };
      expect(await keysUnder('')).toEqual([...names].sort());
      expect(await keysUnder('a/')).toEqual(['a/b/c', 'a/c']);
      expect(await keysUnder('a')).toEqual([...names].filter((key) => key[0] === 'a').sort());
      expect(await keysUnder('nothing')).toEqual([]);
    });

    it('lists more objects than one page holds', async () => {
      const folder = fresh();
      const keys = Array.from(
        { length: 1100 },
        (_, i) => `${folder}/${String(i).padStart(5, '0')}`,
      );
      for (let start = 0; start < keys.length; start += 20) {
        await Promise.all(keys.slice(start, start + 20).map((key) => store.put(key, bytes('x'))));
      }
      const listed: string[] = [];
      for await (const { key } of store.list(`${folder}/`)) listed.push(key);
      expect(listed).toEqual(keys);
    }, 120_000);

    it('finds a flipped bit before the bytes have ended', async () => {
      const key = fresh();
      await store.put(key, bytes('x'.repeat(100_000)));
      await flipBit(key);
      const object = await store.get(key);
      await expect(collect(object.bytes)).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('stops reading when told to', async () => {
      const key = fresh();
      await store.put(key, new Uint8Array(8 * 1024 * 1024));
      const abort = new AbortController();
      const object = await store.get(key, { signal: abort.signal });
      const reading = (async () => {
        for await (const chunk of object.bytes) if (chunk.length > 0) abort.abort();
      })();
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    });

    it.each(Object.entries(refusedKeys))('refuses %s', async (_, key) => {
      const refused = { code: 'invalid_argument' };
      await expect(store.put(key, bytes('x'))).rejects.toMatchObject(refused);
      await expect(store.get(key)).rejects.toMatchObject(refused);
      await expect(store.head(key)).rejects.toMatchObject(refused);
      await expect(store.delete(key)).rejects.toMatchObject(refused);
      const staged = await store.stage();
      await expect(staged.commit(key)).rejects.toMatchObject(refused);
      await expect(staged.commitIfAbsent(key)).rejects.toMatchObject(refused);
      await staged.discard();
    });

    it('refuses to list outside of itself', async () => {
      const list = async (prefix: string) => {
        for await (const each of store.list(prefix)) expect(each).toBeUndefined();
      };
      for (const prefix of ['../', 'a/../', '/etc', 'a\\', 'a%2f', '..']) {
        await expect(list(prefix)).rejects.toMatchObject({ code: 'invalid_argument' });
      }
    });
  });
}

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelCache } from '@millrace/ports';

/** What every model cache keeps to. @param open an empty cache with room for so many bytes */
export function describeModelCache(
  name: string,
  open: (maxBytes: number) => Promise<ModelCache>,
): void {
  describe(`${name} as a model cache`, () => {
    let cache: ModelCache;
    beforeEach(async () => {
      cache = await open(100);
    });
    const fileOf = (size: number, fill: number) => {
      const bytes = new Uint8Array(size).fill(fill);
      return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    };
    const keep = async (size: number, fill: number) => {
      const { bytes, sha256 } = fileOf(size, fill);
      await cache.put(sha256, bytes);
      return sha256;
    };

    it('gives back the bytes that it keeps, and nothing for those it does not', async () => {
      const { bytes, sha256 } = fileOf(40, 7);
      expect(await cache.get(sha256)).toBeUndefined();
      await cache.put(sha256, bytes);
      expect(Uint8Array.from((await cache.get(sha256)) ?? [])).toEqual(bytes);
      expect(await cache.get('../note')).toBeUndefined();
    });

    it('refuses bytes that are not those of the digest', async () => {
      const { sha256 } = fileOf(3, 1);
      await expect(cache.put(sha256, fileOf(3, 2).bytes)).rejects.toMatchObject({
        code: 'invalid_argument',
      });
      expect(await cache.get(sha256)).toBeUndefined();
    });

    it('throws out what has not been used longest once there is no room', async () => {
      const first = await keep(40, 1);
      const second = await keep(40, 2);
      await cache.get(first);
      const third = await keep(40, 3);
      expect(await cache.get(second)).toBeUndefined();
      expect(await cache.get(first)).toBeDefined();
      expect(await cache.get(third)).toBeDefined();
    });

    it('keeps what it has when a file is larger than all the room', async () => {
      const small = await keep(40, 1);
      expect(await cache.get(await keep(101, 2))).toBeUndefined();
      expect(await cache.get(small)).toBeDefined();
    });

    it('remembers the last note', async () => {
      expect(await cache.readNote()).toBeUndefined();
      await cache.writeNote('one\ntwo');
      await cache.writeNote('\u00e9');
      expect(await cache.readNote()).toBe('\u00e9');
      await cache.writeNote('');
      expect(await cache.readNote()).toBe('');
    });
  });
}

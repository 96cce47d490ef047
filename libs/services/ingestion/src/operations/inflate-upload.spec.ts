import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '@millrace/platform';
import { defaultLimits } from '../domain/limits.js';
import { inflateUpload } from './inflate-upload.js';

async function* inChunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const limits = { maxBytes: 100_000, maxRatio: 20, ratioFreeBytes: 5_000 };

describe('inflateUpload', () => {
  it('hands out the same bytes, sent plain or compressed, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, size) => {
          fc.pre(!(bytes[0] === 0x1f && bytes[1] === 0x8b));
          const wanted = Buffer.from(bytes);
          expect(await collect(inflateUpload(inChunks(bytes, size), defaultLimits))).toEqual(
            wanted,
          );
          const packed = inflateUpload(inChunks(gzipSync(bytes), size), defaultLimits);
          expect(await collect(packed)).toEqual(wanted);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('stops a gzip bomb at the ratio and at the size', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000, 'a'));
    await expect(collect(inflateUpload(inChunks(bomb), limits))).rejects.toMatchObject({
      code: 'payload_too_large',
      message: expect.stringContaining('20 times') as string,
    });
    const large = gzipSync(Buffer.alloc(200_000, 'a'));
    await expect(
      collect(inflateUpload(inChunks(large), { ...limits, maxRatio: 1e9 })),
    ).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('lets a small file of one repeated value shrink as far as it can', async () => {
    const bytes = Buffer.alloc(5_000, 'a');
    expect(await collect(inflateUpload(inChunks(gzipSync(bytes)), limits))).toEqual(bytes);
  });

  it('refuses a plain body past the size', async () => {
    await expect(
      collect(inflateUpload(inChunks(Buffer.alloc(100_001, 'a'), 1000), limits)),
    ).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it.each([
    ['cut off', gzipSync('a,b\n1,2\n').subarray(0, -6)],
    ['damaged', Buffer.concat([gzipSync('a,b\n1,2\n').subarray(0, 12), Buffer.from('damage')])],
  ])('refuses gzip data that is %s', async (_, bytes) => {
    await expect(collect(inflateUpload(inChunks(bytes), limits))).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('passes the error of a broken body on', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzipSync('a,b\n1,2\n').subarray(0, 12);
      await Promise.resolve();
      throw new PlatformError('payload_too_large', 'Too much was sent.');
    }
    await expect(collect(inflateUpload(broken(), limits))).rejects.toThrow('Too much was sent.');
  });
});

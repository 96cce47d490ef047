import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.js';
import { writeFrameHead } from './frame-writer.js';

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
}

const frames = fc.array(
  fc.record({
    type: fc.integer({ min: 0, max: 255 }),
    flags: fc.integer({ min: 0, max: 255 }),
    streamId: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    payload: fc.uint8Array({ maxLength: 40 }),
  }),
  { maxLength: 8 },
);

function written({ type, flags, streamId, payload }: Frame): Buffer {
  const bytes = Buffer.alloc(9 + payload.length);
  writeFrameHead(bytes, 0, payload.length, type, flags, streamId);
  bytes.set(payload, 9);
  return bytes;
}

function read(chunks: Iterable<Buffer>): Frame[] {
  const found: Frame[] = [];
  const reader = new FrameReader({
    frame: (type, flags, streamId, bytes, start, end) => {
      found.push({ type, flags, streamId, payload: Uint8Array.from(bytes.subarray(start, end)) });
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  return found;
}

describe(FrameReader, () => {
  it('finds the same frames however their bytes are cut into pieces', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(400)), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(written));
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
        ends.sort((a, b) => a - b);
        const chunks = ends.map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
        expect(read(chunks)).toEqual(sent);
      }),
    );
  });

  it('finds them a byte at a time', () => {
    const sent = [
      { type: 0, flags: 1, streamId: 3, payload: new Uint8Array(16_384).fill(7) },
      { type: 4, flags: 0, streamId: 0, payload: new Uint8Array() },
    ];
    const bytes = Buffer.concat(sent.map(written));
    expect(read([...bytes].map((byte) => Buffer.of(byte)))).toEqual(sent);
  });

  it.each([
    ['whole', 9],
    ['byte by byte', 1],
  ])('refuses a frame that says it is larger than agreed on, its head come %s', (_, size) => {
    const head = Buffer.alloc(9);
    writeFrameHead(head, 0, 16_385, 0, 0, 1);
    const chunks = Array.from({ length: 9 / size }, (__, at) =>
      head.subarray(at * size, (at + 1) * size),
    );
    expect(() => read(chunks)).toThrow(expect.objectContaining({ code: 6 }));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame.js';
import { decodeFrame, encodeFrame, FrameFormatError } from './frame-codec.js';

const frames: fc.Arbitrary<Frame> = fc.nat({ max: 9 }).chain((rowCount) =>
  fc
    .array(
      fc.oneof(
        fc.array(fc.double(), { minLength: rowCount, maxLength: rowCount }).map((values) => ({
          kind: 'numeric' as const,
          type: 'number' as const,
          values: Float64Array.from(values),
        })),
        fc
          .array(fc.integer({ min: -1, max: 2 }), { minLength: rowCount, maxLength: rowCount })
          .map((codes) => ({
            kind: 'categorical' as const,
            type: 'string' as const,
            codes: Int32Array.from(codes),
            categories: ['a', 'ö', '__proto__'],
          })),
      ),
      { maxLength: 4 },
    )
    .map((columns) => ({
      rowCount,
      columns: columns.map((column, index) => ({ ...column, name: `column ${index}` })),
    })),
);

const small: Frame = {
  rowCount: 3,
  columns: [
    { kind: 'numeric', name: 'x', type: 'integer', values: Float64Array.of(1, Number.NaN, 3) },
    {
      kind: 'categorical',
      name: 's',
      type: 'boolean',
      codes: Int32Array.of(0, -1, 1),
      categories: ['true', 'false'],
    },
  ],
};

describe('the columnar form', () => {
  it('gives back the frame', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('is the same bytes for the same frame', () => {
    expect(encodeFrame(small)).toEqual(encodeFrame(decodeFrame(encodeFrame(small))));
  });

  it('is read from any place in a buffer, and from shared memory', () => {
    const encoded = encodeFrame(small);
    const shifted = new Uint8Array(encoded.length + 3);
    shifted.set(encoded, 3);
    expect(decodeFrame(shifted.subarray(3))).toEqual(small);
    const shared = new Uint8Array(new SharedArrayBuffer(encoded.length));
    shared.set(encoded);
    const [first] = decodeFrame(shared).columns;
    expect(first?.kind === 'numeric' && [...first.values]).toEqual([1, Number.NaN, 3]);
  });

  it('is used where it lies when it is aligned', () => {
    const encoded = encodeFrame(small);
    const [first] = decodeFrame(encoded).columns;
    expect(first?.kind === 'numeric' && first.values.buffer).toBe(encoded.buffer);
  });

  it('is refused when it is cut off, lengthened or something else', () => {
    const encoded = encodeFrame(small);
    for (let length = 0; length < encoded.length; length += 8) {
      expect(() => decodeFrame(encoded.slice(0, length))).toThrow(FrameFormatError);
    }
    expect(() => decodeFrame(Buffer.concat([encoded, Buffer.alloc(8)]))).toThrow(FrameFormatError);
    expect(() => decodeFrame(Buffer.from('{"rowCount":1,"columns":[]}'))).toThrow(FrameFormatError);
  });

  it('is refused when a code has no category', () => {
    const encoded = encodeFrame(small);
    new DataView(encoded.buffer).setInt32(encoded.length - 16, 7, true);
    expect(() => decodeFrame(encoded)).toThrow('code without a category');
  });

  it('never ends in anything but a frame or a FrameFormatError when bytes are flipped', () => {
    const encoded = encodeFrame(small);
    fc.assert(
      fc.property(
        fc.nat({ max: encoded.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const damaged = encoded.slice();
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          try {
            decodeFrame(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(FrameFormatError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from './protobuf-writer.js';

/** Bytes are compared as text: much faster than one by one. */
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Fields of a message, as protobuf.dev/programming-guides/encoding says they lie. */
function read(bytes: Uint8Array): { field: number; value: bigint | string }[] {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  };
  const fields: { field: number; value: bigint | string }[] = [];
  while (at < bytes.length) {
    const tag = Number(varint());
    if (tag % 8 === 0) {
      fields.push({ field: Math.floor(tag / 8), value: varint() });
    } else {
      const length = Number(varint());
      fields.push({ field: Math.floor(tag / 8), value: textOf(bytes.subarray(at, at + length)) });
      at += length;
    }
  }
  return fields;
}

const field = fc.integer({ min: 1, max: 2 ** 20 });
const part = fc.oneof(
  fc.record({ field, value: fc.maxSafeInteger() }),
  fc.record({ field, value: fc.uint8Array({ maxLength: 40 }) }),
  // Past what is copied into a chunk, and past a chunk.
  fc.record({
    field,
    value: fc.constantFrom(4096, 4097, 70_000).map((size) => new Uint8Array(size).fill(size % 251)),
  }),
);

describe('a message', () => {
  it('reads as it was written', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const writer = new ProtobufWriter();
        for (const { field: at, value } of parts) {
          if (typeof value === 'number') writer.int(at, value);
          else writer.bytes(at, value);
        }
        const { length } = writer;
        const bytes = writer.finish();
        expect(bytes).toHaveLength(length);
        expect(read(bytes)).toEqual(
          parts.map(({ field: at, value }) => ({
            field: at,
            value: typeof value === 'number' ? BigInt.asUintN(64, BigInt(value)) : textOf(value),
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('inside another is the same bytes, however long it is', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const write = () => {
          const writer = new ProtobufWriter();
          for (const { field: at, value } of parts) {
            if (typeof value === 'number') writer.int(at, value);
            else writer.bytes(at, value);
          }
          return writer;
        };
        const nested = new ProtobufWriter().int(1, 1).message(3, write()).text(2, 'ß').finish();
        expect(read(nested)).toEqual([
          { field: 1, value: 1n },
          { field: 3, value: textOf(write().finish()) },
          { field: 2, value: textOf(new TextEncoder().encode('ß')) },
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('says 150 as the protocol’s own example does', () => {
    expect([...new ProtobufWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
  });
});

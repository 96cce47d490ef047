import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LateDoubles, LateInts, LateOctets } from './late-columns.js';
import { ProtobufWriter, type LateBytes } from './protobuf-writer.js';

const field = 8;
const ignored = () => undefined;

/** Tells the values from the last to the first, as often as a column wants them. */
function written<Column extends LateBytes & { prepend(value: number): void }>(
  column: Column,
  values: readonly number[],
): Uint8Array {
  const tell = () => values.toReversed().forEach((value) => column.prepend(value));
  tell();
  const room = new Uint8Array(column.length);
  column.place(room);
  tell();
  return room;
}

const whole = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  // Where a number takes a byte more.
  fc.constantFrom(0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456),
);

describe('a column that is told backwards', () => {
  it('has whole numbers as a writer has them that is told forwards', () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 40 }), (values) => {
        const forwards = new ProtobufWriter();
        for (const value of values) forwards.int(field, value);
        expect(written(new LateInts(field, ignored), values)).toEqual(forwards.finish());
      }),
    );
  });

  it('has doubles, little-endian, and counts them', () => {
    const values = [1 / 3, -0, Number.NaN, 1e300];
    const column = new LateDoubles(ignored);
    expect(new Float64Array(written(column, values).buffer)).toEqual(Float64Array.from(values));
    expect(column.values).toBe(4);
  });

  it('has bytes', () => {
    expect([...written(new LateOctets(ignored), [6, 0, 255])]).toEqual([6, 0, 255]);
  });

  it('says when it has its room', () => {
    let placed = 0;
    const column = new LateOctets(() => placed++);
    column.prepend(1);
    expect(placed).toBe(0);
    column.place(new Uint8Array(1));
    expect(placed).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { SharedBlocks } from './lent-memory.js';

const piece = (length: number, value: number) => new Uint8Array(length).fill(value);

describe('shared memory for bodies', () => {
  it('has the pieces one behind the other', () => {
    const { bytes } = new SharedBlocks().lend([piece(2, 1), piece(0, 9), piece(3, 2)]);
    expect([...bytes]).toEqual([1, 1, 2, 2, 2]);
    expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is lent again once it was given back, and never to two at a time', () => {
    const blocks = new SharedBlocks();
    const first = blocks.lend([piece(300_000, 1)]);
    const second = blocks.lend([piece(300_000, 2)]);
    expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
    first.giveBack();
    first.giveBack();
    const third = blocks.lend([piece(10, 3)]);
    const fourth = blocks.lend([piece(10, 4)]);
    expect(third.bytes.buffer).toBe(first.bytes.buffer);
    expect(fourth.bytes.buffer).not.toBe(first.bytes.buffer);
    expect([...third.bytes]).toEqual(Array(10).fill(3));
  });

  it('is made anew for a body that fits into none that is kept', () => {
    const blocks = new SharedBlocks();
    const small = blocks.lend([piece(10, 1)]);
    small.giveBack();
    const large = blocks.lend([piece(1_000_000, 2)]);
    expect(large.bytes.buffer).not.toBe(small.bytes.buffer);
    expect(large.bytes).toHaveLength(1_000_000);
  });
});

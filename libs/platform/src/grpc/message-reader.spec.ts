import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageBudget, messagePrefix, MessageReader } from './message-reader.js';

const written = (message: Uint8Array, compressed = false) => {
  const prefix = messagePrefix(message.length);
  prefix[0] = compressed ? 1 : 0;
  return Buffer.concat([prefix, message]);
};

function open(mostBytes = 2 ** 20, budget = 2 ** 20) {
  const found: [bytes: Buffer, compressed: boolean][] = [];
  const message = (bytes: Buffer, compressed: boolean) => found.push([bytes, compressed]);
  const limit = new MessageBudget(budget);
  return { found, reader: new MessageReader({ message }, limit, mostBytes), limit };
}

describe(MessageReader, () => {
  it('finds the same messages however their bytes are cut into pieces', () => {
    const messages = fc.array(fc.tuple(fc.uint8Array({ maxLength: 50 }), fc.boolean()));
    fc.assert(
      fc.property(messages, fc.array(fc.nat(300)), (sent, cuts) => {
        const bytes = Buffer.concat(
          sent.map(([message, compressed]) => written(message, compressed)),
        );
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
        ends.sort((a, b) => a - b);
        const { reader, found } = open();
        ends.forEach((end, at) => {
          reader.push(bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
        });
        expect(
          found.map(([message, compressed]) => [Uint8Array.from(message), compressed]),
        ).toEqual(sent);
        expect(reader.unfinished).toBe(false);
      }),
    );
  });

  it('puts a large message together from many pieces, and gives its room back', () => {
    const message = Buffer.alloc(300_000, 'message');
    const { reader, found, limit } = open(2 ** 20, 400_000);
    const bytes = written(message);
    for (let times = 0; times < 3; times++) {
      for (let at = 0; at < bytes.length; at += 1000) reader.push(bytes.subarray(at, at + 1000));
    }
    expect(found.map(([each]) => each.equals(message))).toEqual([true, true, true]);
    limit.take(400_000);
  });

  it('keeps no room for what a message only claims to be', () => {
    const { reader } = open(2 ** 24, 20_000);
    reader.push(Buffer.concat([messagePrefix(2 ** 24), Buffer.alloc(10)]));
    expect(reader.unfinished).toBe(true);
  });

  it.each([
    ['larger than allowed', Buffer.of(0, 0, 0, 4, 1), 'resource_exhausted'],
    ['with an unknown flag', Buffer.of(2, 0, 0, 0, 1), 'internal'],
  ])('refuses a message %s by its prefix, whole or in pieces', (_, prefix, code) => {
    expect(() => open(1024).reader.push(prefix)).toThrow(expect.objectContaining({ code }));
    const { reader } = open(1024);
    reader.push(prefix.subarray(0, 3));
    expect(() => reader.push(prefix.subarray(3))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses what is beyond the budget of the connection', () => {
    const { reader } = open(2 ** 20, 30_000);
    reader.push(Buffer.concat([messagePrefix(60_000), Buffer.alloc(10)]));
    expect(() => reader.push(Buffer.alloc(40_000))).toThrow(
      expect.objectContaining({ code: 'resource_exhausted' }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { uuidV7 } from './uuid-v7.js';

const clockAt = (times: number[]) => ({
  now: () => new Date(times.length > 1 ? (times.shift() ?? 0) : (times[0] ?? 0)),
  sleep: () => Promise.resolve(),
});

describe(uuidV7, () => {
  it('writes the time, the version and the variant of RFC 9562', () => {
    const id = uuidV7(clockAt([0x0123456789ab])).next();
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts ids in the order they were made, within a millisecond and when the clock goes back', () => {
    const ids = uuidV7(clockAt([1000, ...Array.from({ length: 9000 }, () => 1000), 500, 400]));
    const made = Array.from({ length: 9003 }, () => ids.next());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });
});

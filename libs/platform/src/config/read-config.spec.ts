import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from './read-config.js';

const schema = z.object({
  PORT: z.coerce.number().int().default(80),
  LEVEL: z.enum(['debug', 'info']).default('info'),
  SECRET: z.string().min(8).optional(),
});

describe(readConfig, () => {
  it('takes defaults for what is unset or empty, and ignores what it does not know', () => {
    expect(readConfig(schema, { PORT: '', OTHER: 'x' })).toEqual({ PORT: 80, LEVEL: 'info' });
  });

  it('names every bad variable at once and repeats no value', () => {
    const read = () => readConfig(schema, { PORT: 'eighty', LEVEL: 'loud', SECRET: 'hunter2' });
    expect(read).toThrow(/PORT: .*LEVEL: .*SECRET: /);
    expect(read).not.toThrow('hunter2');
  });

  it('gives a frozen object', () => {
    expect(Object.isFrozen(readConfig(schema, {}))).toBe(true);
  });
});

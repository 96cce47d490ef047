import { describe, expect, it, vi } from 'vitest';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { systemClock } from '@millrace/platform';
import { describeEventBus } from '@millrace/testing';
import { openDatabaseEventBus } from './database-event-bus.js';

describeEventBus('A table', async () => {
  const database = await openPgliteDatabase({ memory: true });
  const bus = await openDatabaseEventBus({ database, clock: systemClock });
  return {
    ...bus,
    async close() {
      await bus.close();
      await database.close();
    },
  };
});

describe('openDatabaseEventBus', () => {
  it('goes on where a group stopped when the bus is opened again', async () => {
    const database = await openPgliteDatabase({ memory: true });
    const record = (value: number) => ({
      topic: 't',
      key: 'k',
      headers: {},
      value: Uint8Array.of(value),
    });
    const got: number[] = [];
    for (const value of [1, 2, 3]) {
      const bus = await openDatabaseEventBus({ database, clock: systemClock });
      await bus.publish([record(value)]);
      await bus.subscribe({
        group: 'g',
        topics: ['t'],
        handle: (delivered) => Promise.resolve(void got.push(...delivered.value)),
      });
      await vi.waitFor(() => expect(got).toContain(value), 5000);
      await bus.close();
    }
    expect(got).toEqual([1, 2, 3]);
    await database.close();
  });

  it('publishes more records at once than a statement has parameters for', async () => {
    const database = await openPgliteDatabase({ memory: true });
    const bus = await openDatabaseEventBus({ database, clock: systemClock });
    const records = Array.from({ length: 14_000 }, (_, index) => ({
      topic: 't',
      key: String(index),
      headers: {},
      value: new Uint8Array(),
    }));
    await bus.publish(records);
    const keys: string[] = [];
    await bus.subscribe({
      group: 'g',
      topics: ['t'],
      handle: ({ key }) => Promise.resolve(void keys.push(key)),
    });
    await vi.waitFor(() => expect(keys.length).toBeGreaterThan(100), 10_000);
    await bus.close();
    expect(keys).toEqual(records.slice(0, keys.length).map(({ key }) => key));
    await database.close();
  });
});

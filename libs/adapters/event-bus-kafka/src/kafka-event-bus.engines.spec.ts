import { describe, expect, it, vi } from 'vitest';
import { describeEventBus, memoryLogger, uniqueName } from '@millrace/testing';
import { openKafkaEventBus } from './kafka-event-bus.js';

const brokers = [process.env['MILLRACE_TEST_KAFKA'] ?? ''];
const patience = { timeout: 60_000, interval: 20 };

describeEventBus('Kafka', () =>
  openKafkaEventBus({ brokers, clientId: 'contract', logger: memoryLogger() }),
);

describe('openKafkaEventBus', () => {
  it('opens without a broker, says so when asked, and closes', async () => {
    const bus = await openKafkaEventBus({
      brokers: ['127.0.0.1:1'],
      clientId: 'alone',
      logger: memoryLogger(),
    });
    await bus.subscribe({ group: 'g', topics: ['t'], handle: () => Promise.resolve() });
    await expect(bus.check()).rejects.toMatchObject({ code: 'unavailable' });
    await bus.close();
  });

  it('keeps its place in the group while a handler takes longer than the session', async () => {
    const bus = await openKafkaEventBus({ brokers, clientId: 'slow', logger: memoryLogger() });
    const topic = uniqueName('slow');
    const handled: string[] = [];
    await bus.publish(
      ['a', 'b'].map((key) => ({ topic, key: 'k', headers: { key }, value: new Uint8Array() })),
    );
    await bus.subscribe({
      group: uniqueName('slow'),
      topics: [topic],
      handle: async ({ headers }) => {
        if (headers['key'] === 'a') await new Promise((resolve) => setTimeout(resolve, 14_000));
        handled.push(headers['key'] ?? '');
      },
    });
    await vi.waitFor(() => expect(handled).toContain('b'), patience);
    expect(handled).toEqual(['a', 'b']);
    await bus.close();
  });
});

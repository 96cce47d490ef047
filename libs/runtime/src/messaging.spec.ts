import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { openDatabaseEventBus } from '@millrace/event-bus-database';
import type { Clock, Database, EventBus, EventRecord, Logger } from '@millrace/ports';
import {
  consumeEvents,
  createMetrics,
  encodeCloudEvent,
  migrateSchema,
  newEvent,
  Outbox,
  PlatformError,
  subscription,
  systemClock,
  uuidV7,
  type Effect,
  type WithMessaging,
} from '@millrace/platform';

interface Tables {
  counted: { name: string };
}

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};
/** Sleeps no longer than it takes others to have their turn. */
const impatient: Clock = { ...systemClock, sleep: () => new Promise((wake) => setImmediate(wake)) };
const ids = uuidV7(systemClock);
const updated = (version: number) =>
  newEvent('dataset.updated', 'iris', { dataset: 'iris', version, sha256: '', rows: 1 });

let database: Database;
let bus: EventBus;

beforeEach(async () => {
  database = await openPgliteDatabase({ memory: true });
  bus = await openDatabaseEventBus({ database, clock: systemClock });
  await migrateSchema(database.schema('counter'), 'counter', {
    '0001-counted': {
      up: (db) => db.schema.createTable('counted').addColumn('name', 'text').execute(),
    },
  });
});
afterEach(async () => {
  await bus.close();
  await database.close();
});

const db = () => database.schema<WithMessaging<Tables>>('counter');
const counted = async () =>
  (await db().selectFrom('counted').select('name').execute()).map(({ name }) => name);

function consume(prepare: () => Promise<Effect<Tables>>, attempts = 3) {
  return consumeEvents({
    service: 'counter',
    schema: 'counter',
    subscriptions: [subscription<Tables, 'dataset.updated'>('dataset.updated', prepare)],
    database,
    bus,
    clock: impatient,
    logger: quiet,
    metrics: createMetrics(),
    attempts,
  });
}

async function deadLetters(): Promise<EventRecord[]> {
  const found: EventRecord[] = [];
  await bus.subscribe({
    group: 'dead-letter-reader',
    topics: ['millrace.dataset.updated.dlq'],
    handle: (record) => {
      found.push(record);
      return Promise.resolve();
    },
  });
  await vi.waitFor(() => expect(found).not.toEqual([]), 5000);
  return found;
}

const insert: Effect<Tables> = async (transaction) => {
  await transaction.insertInto('counted').values({ name: 'iris' }).execute();
};

describe(Outbox, () => {
  it('publishes what was committed, in order, and forgets it', async () => {
    const outbox = new Outbox({
      service: 'counter',
      schema: 'counter',
      database,
      clock: systemClock,
      ids,
    });
    await db()
      .transaction()
      .execute((transaction) => outbox.append(transaction, updated(1), updated(2)));
    const seen: string[] = [];
    await bus.subscribe({
      group: 'reader',
      topics: ['millrace.dataset.updated'],
      handle: (record) => {
        seen.push(new TextDecoder().decode(record.value));
        return Promise.resolve();
      },
    });
    const stopping = new AbortController();
    const relay = outbox.relay(bus, {
      logger: quiet,
      metrics: createMetrics(),
      signal: stopping.signal,
    });
    await vi.waitFor(() => expect(seen).toHaveLength(2), 5000);
    expect(seen.map((text) => (JSON.parse(text) as { version: number }).version)).toEqual([1, 2]);
    await vi.waitFor(
      async () => expect(await db().selectFrom('outbox').selectAll().execute()).toEqual([]),
      5000,
    );
    stopping.abort();
    await relay;
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const outbox = new Outbox({
      service: 'counter',
      schema: 'counter',
      database,
      clock: systemClock,
      ids,
    });
    const failing = db()
      .transaction()
      .execute(async (transaction) => {
        await outbox.append(transaction, updated(1));
        throw new Error('no');
      });
    await expect(failing).rejects.toThrow('no');
    expect(await db().selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  it('keeps events while the bus is away and publishes them when it is back', async () => {
    const outbox = new Outbox({
      service: 'counter',
      schema: 'counter',
      database,
      clock: impatient,
      ids,
    });
    await db()
      .transaction()
      .execute((transaction) => outbox.append(transaction, updated(1)));
    const published: EventRecord[] = [];
    let away = 3;
    const flaky: EventBus = {
      ...bus,
      publish: (records) => {
        if (away-- > 0) return Promise.reject(new PlatformError('unavailable', 'away'));
        published.push(...records);
        return Promise.resolve();
      },
    };
    const stopping = new AbortController();
    const relay = outbox.relay(flaky, {
      logger: quiet,
      metrics: createMetrics(),
      signal: stopping.signal,
    });
    await vi.waitFor(() => expect(published).toHaveLength(1), 5000);
    stopping.abort();
    await relay;
  });

  it('stops though the bus does not answer, and keeps the events', async () => {
    const outbox = new Outbox({
      service: 'counter',
      schema: 'counter',
      database,
      clock: impatient,
      ids,
    });
    await db()
      .transaction()
      .execute((transaction) => outbox.append(transaction, updated(1)));
    let asked = 0;
    const silent: EventBus = {
      ...bus,
      publish: () => {
        asked++;
        return new Promise(() => undefined);
      },
    };
    const stopping = new AbortController();
    const relay = outbox.relay(silent, {
      logger: quiet,
      metrics: createMetrics(),
      signal: stopping.signal,
    });
    await vi.waitFor(() => expect(asked).toBe(1), 5000);
    stopping.abort();
    await relay;
    expect(await db().selectFrom('outbox').selectAll().execute()).toHaveLength(1);
  });
});

describe(consumeEvents, () => {
  it('applies the effect of an event once, however often it is delivered', async () => {
    const record = encodeCloudEvent(updated(1), { id: 'same', source: 't', time: new Date() });
    const other = encodeCloudEvent(updated(2), { id: 'other', source: 't', time: new Date() });
    const consumer = await consume(() => Promise.resolve(insert));
    await bus.publish([record, record, other]);
    await vi.waitFor(async () => expect(await counted()).toHaveLength(2), 5000);
    await consumer.close();
    expect(await counted()).toHaveLength(2);
  });

  it('leaves no part of an effect that fails, and tries it again', async () => {
    let tries = 0;
    const consumer = await consume(() =>
      Promise.resolve<Effect<Tables>>(async (transaction) => {
        await insert(transaction);
        if (++tries < 3) throw new Error('not yet');
      }),
    );
    await bus.publish([encodeCloudEvent(updated(1), { id: 'e', source: 't', time: new Date() })]);
    await vi.waitFor(() => expect(tries).toBe(3), 5000);
    await consumer.close();
    expect(await counted()).toEqual(['iris']);
  });

  it('sends what keeps failing to the dead letters with the reason, and goes on with the next', async () => {
    let calls = 0;
    const consumer = await consume(() => {
      calls++;
      return calls <= 3
        ? Promise.reject(new PlatformError('failed_precondition', 'the column is gone'))
        : Promise.resolve(insert);
    });
    await bus.publish([
      encodeCloudEvent(updated(1), { id: 'poison', source: 't', time: new Date() }),
      encodeCloudEvent(updated(2), { id: 'good', source: 't', time: new Date() }),
    ]);
    const [letter] = await deadLetters();
    expect(letter?.headers).toMatchObject({
      ce_id: 'poison',
      millrace_dead_letter_group: 'counter',
      millrace_dead_letter_code: 'failed_precondition',
      millrace_dead_letter_reason: 'the column is gone',
    });
    await vi.waitFor(async () => expect(await counted()).toEqual(['iris']), 5000);
    await consumer.close();
  });

  it('waits as long as it takes while something it leans on is away', async () => {
    let calls = 0;
    const consumer = await consume(() =>
      ++calls < 20
        ? Promise.reject(new PlatformError('unavailable', 'away'))
        : Promise.resolve(insert),
    );
    await bus.publish([encodeCloudEvent(updated(1), { id: 'e', source: 't', time: new Date() })]);
    await vi.waitFor(async () => expect(await counted()).toEqual(['iris']), 5000);
    await consumer.close();
  });

  it('does not try a record again that can never be read', async () => {
    let calls = 0;
    const consumer = await consume(() => {
      calls++;
      return Promise.resolve(insert);
    });
    const record = encodeCloudEvent(updated(1), { id: 'e', source: 't', time: new Date() });
    await bus.publish([{ ...record, value: new Uint8Array([1]) }]);
    const [letter] = await deadLetters();
    expect(letter?.headers['millrace_dead_letter_code']).toBe('invalid_argument');
    expect(calls).toBe(0);
    await consumer.close();
  });
});

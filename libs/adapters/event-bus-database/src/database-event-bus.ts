import { sql } from 'kysely';
import { PlatformError, Turns } from '@millrace/platform';
import type { Clock, Database, EventBus, EventRecord, Subscription } from '@millrace/ports';
import { startSubscription } from './database-subscription.js';
import { busSchema, migrateBus, type BusTables } from './tables.js';
import { WakeUp } from './wake-up.js';

/** Records of one insert: well under the 65,535 parameters a statement may have. */
const insertSize = 1000;

/**
 * The log as a table, with a group's offsets beside it, delivered in this process. The records of a topic reach a
 * group one after another. Nothing is ever removed from the log: it is for one machine, and for trying out.
 */
export async function openDatabaseEventBus(options: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<EventBus> {
  const { database, clock } = options;
  await migrateBus(database);
  const wakeUp = new WakeUp();
  const turns = new Turns();
  const open = new Set<Subscription>();
  let closed = false;
  const requireOpen = () => {
    if (closed) throw new PlatformError('unavailable', 'The event bus is closed.');
  };

  return {
    async publish(records) {
      requireOpen();
      if (records.length === 0) return;
      await append(database, clock.now(), records);
      for (const topic of new Set(records.map((record) => record.topic))) wakeUp.wake(topic);
    },

    async subscribe({ group, topics, handle }): Promise<Subscription> {
      requireOpen();
      const started = startSubscription({ database, clock, wakeUp, turns, group, topics, handle });
      const subscription: Subscription = {
        async close() {
          open.delete(subscription);
          await started.close();
        },
      };
      open.add(subscription);
      return subscription;
    },

    async check() {
      requireOpen();
      await database.check();
    },

    async close() {
      closed = true;
      await Promise.all([...open].map((subscription) => subscription.close()));
    },
  };
}

async function append(
  database: Database,
  now: Date,
  records: readonly EventRecord[],
): Promise<void> {
  const rows = records.map(({ topic, key, headers, value }) => ({
    topic,
    key,
    headers: JSON.stringify(headers),
    value,
    published_at: now,
  }));
  await database
    .schema<BusTables>(busSchema)
    .transaction()
    .execute(async (transaction) => {
      // A reader goes by sequence: a lower number that became visible later would be passed over.
      await sql`select pg_advisory_xact_lock(hashtext('millrace.event_bus'))`.execute(transaction);
      for (let start = 0; start < rows.length; start += insertSize) {
        await transaction
          .insertInto('record')
          .values(rows.slice(start, start + insertSize))
          .execute();
      }
    });
}

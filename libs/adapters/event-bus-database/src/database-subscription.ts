import type { Turns } from '@millrace/platform';
import type {
  Clock,
  Database,
  EventRecord,
  Subscription,
  SubscriptionOptions,
} from '@millrace/ports';
import { busSchema, type BusTables } from './tables.js';
import type { WakeUp } from './wake-up.js';

export interface DatabaseSubscriptionOptions extends SubscriptionOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly wakeUp: WakeUp;
  readonly turns: Turns;
}

const batchSize = 100;
/** Publishing in this process wakes at once; this is for records of another one. */
const pollMs = 1000;
const firstBackoffMs = 50;
const longestBackoffMs = 5000;

/** Delivers each topic by itself: one record after another, the offset moving on only when it was handled. */
export function startSubscription(options: DatabaseSubscriptionOptions): Subscription {
  const closing = new AbortController();
  const deliveries = options.topics.map((topic) => deliverTopic(options, topic, closing.signal));
  return {
    async close() {
      closing.abort();
      await Promise.all(deliveries);
    },
  };
}

async function deliverTopic(
  options: DatabaseSubscriptionOptions,
  topic: string,
  signal: AbortSignal,
): Promise<void> {
  const { clock, wakeUp, turns, group } = options;
  let failures = 0;
  while (!signal.aborted) {
    const mark = wakeUp.mark(topic);
    try {
      // Two subscriptions of one group take turns, so that each record goes to one of them.
      const handled = await turns.run(`${group}/${topic}`, () =>
        signal.aborted ? Promise.resolve(0) : deliverBatch(options, topic, signal),
      );
      failures = 0;
      if (handled === 0) await wakeUp.wait(topic, mark, { clock, signal, maxMs: pollMs });
    } catch {
      // The database is away, or the handler rejected: what was not handled is still in the log.
      const pause = Math.min(firstBackoffMs * 2 ** Math.min(failures++, 10), longestBackoffMs);
      await clock.sleep(pause, signal);
    }
  }
}

async function deliverBatch(
  { database, group, handle }: DatabaseSubscriptionOptions,
  topic: string,
  signal: AbortSignal,
): Promise<number> {
  const db = database.schema<BusTables>(busSchema);
  const offset = await db
    .selectFrom('group_offset')
    .select('sequence')
    .where('group_name', '=', group)
    .where('topic', '=', topic)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('record')
    .select(['sequence', 'key', 'headers', 'value'])
    .where('topic', '=', topic)
    .where('sequence', '>', offset?.sequence ?? 0)
    .orderBy('sequence')
    .limit(batchSize)
    .execute();
  for (const { sequence, key, headers, value } of rows) {
    if (signal.aborted) break;
    await handle({ topic, key, headers: headers as EventRecord['headers'], value, signal });
    await db
      .insertInto('group_offset')
      .values({ group_name: group, topic, sequence })
      .onConflict((conflict) => conflict.columns(['group_name', 'topic']).doUpdateSet({ sequence }))
      .execute();
  }
  return rows.length;
}

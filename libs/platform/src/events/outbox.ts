import type { Kysely } from 'kysely';
import type { Clock, Database, EventBus, Ids, Logger } from '@millrace/ports';
import type { GaugeMetric, Metrics, CounterMetric } from '../metrics/metrics.js';
import { encodeCloudEvent, type NewEvent } from './cloud-event.js';
import type { MessagingTables, WithMessaging } from './messaging-tables.js';

export interface OutboxDependencies {
  /** The service, and the schema its outbox lies in. */
  readonly service: string;
  readonly schema: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How long a bus may take for what it is given when the process stops. */
const lastWordsMs = 1_000;

/** Events of one service that wait to be published. */
export class Outbox {
  readonly #deps: OutboxDependencies;
  #wake: () => void = () => undefined;

  constructor(deps: OutboxDependencies) {
    this.#deps = deps;
  }

  /** Adds events in the transaction of the state they speak of: both become true, or neither. */
  async append<Tables>(
    transaction: Kysely<WithMessaging<Tables>>,
    ...events: readonly NewEvent[]
  ): Promise<void> {
    if (events.length === 0) return;
    const { ids, clock, service } = this.#deps;
    const records = events.map((event) =>
      encodeCloudEvent(event, { id: ids.next(), source: service, time: clock.now() }),
    );
    // Kysely's handles are invariant in their tables; every service's include these.
    await (transaction as unknown as Kysely<MessagingTables>)
      .insertInto('outbox')
      .values(
        records.map(({ topic, key, headers, value }) => ({
          topic,
          key,
          headers: JSON.stringify(headers),
          value: Buffer.from(value),
        })),
      )
      .execute();
    this.#wake();
  }

  /** Publishes in order until `signal` aborts; one relay at a time holds the lease of a schema. */
  async relay(
    bus: EventBus,
    { logger, metrics, signal }: { logger: Logger; metrics: Metrics; signal: AbortSignal },
  ): Promise<void> {
    const { clock, ids, service } = this.#deps;
    const owner = ids.next();
    const pending = metrics.gauge({
      name: 'millrace_outbox_pending_events',
      help: 'Events recorded but not yet published.',
      labels: ['service'],
    });
    const published = metrics.counter({
      name: 'millrace_events_published_total',
      help: 'Events published.',
      labels: ['topic'],
    });
    let failures = 0;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        while (
          !signal.aborted &&
          (await this.#publishBatch(bus, owner, pending, published, signal)) > 0
        );
        failures = 0;
      } catch (cause) {
        failures++;
        logger.warn('The outbox could not be published; it will be tried again.', {
          cause,
          failures,
        });
      }
      const idle = new AbortController();
      const pause = failures > 0 ? Math.min(200 * 2 ** failures, 10_000) : 500;
      await Promise.race([
        failures > 0 ? new Promise<never>(() => undefined) : woken,
        clock.sleep(pause, AbortSignal.any([signal, idle.signal])),
      ]);
      idle.abort();
      // The append that woke us may not be committed yet.
      if (failures === 0) await clock.sleep(5, signal);
    }
    await this.#releaseLease(owner).catch((cause: unknown) =>
      logger.debug('The outbox lease was left to run out.', { cause, service }),
    );
  }

  async #publishBatch(
    bus: EventBus,
    owner: string,
    pending: GaugeMetric,
    published: CounterMetric,
    signal: AbortSignal,
  ): Promise<number> {
    const { database, schema, service } = this.#deps;
    const db = database.schema<MessagingTables>(schema);
    const rows = await db.selectFrom('outbox').selectAll().orderBy('sequence').limit(200).execute();
    pending.set({ service }, rows.length);
    if (rows.length === 0 || !(await this.#holdLease(owner))) return 0;
    const publishing = bus.publish(
      rows.map(({ topic, key, headers, value }) => ({
        topic,
        key,
        headers: JSON.parse(headers) as Record<string, string>,
        value: new Uint8Array(value),
      })),
    );
    if ((await this.#endOf(publishing, signal)) === 'given up') return 0;
    await db
      .deleteFrom('outbox')
      .where(
        'sequence',
        'in',
        rows.map(({ sequence }) => sequence),
      )
      .execute();
    for (const { topic } of rows) published.add({ topic });
    pending.set({ service }, 0);
    return rows.length;
  }

  /**
   * Waits for a bus that does not answer no longer than a moment after `signal` has aborted. What it took all the same is
   * published again: those who take events in know each by its id.
   */
  async #endOf(publishing: Promise<void>, signal: AbortSignal): Promise<'published' | 'given up'> {
    const ended = new AbortController();
    const givenUp = new Promise<'given up'>((resolve) => {
      const onAbort = () => {
        void this.#deps.clock.sleep(lastWordsMs, ended.signal).then(() => resolve('given up'));
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true, signal: ended.signal });
    });
    try {
      return await Promise.race([publishing.then(() => 'published' as const), givenUp]);
    } finally {
      ended.abort();
    }
  }

  async #holdLease(owner: string): Promise<boolean> {
    const { database, schema, clock } = this.#deps;
    const now = clock.now();
    const lease = { id: 1, owner, until: new Date(now.getTime() + 15_000) };
    const held = await database
      .schema<MessagingTables>(schema)
      .insertInto('outbox_lease')
      .values(lease)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ owner, until: lease.until })
          .where((where) =>
            where.or([
              where('outbox_lease.owner', '=', owner),
              where('outbox_lease.until', '<', now),
            ]),
          ),
      )
      .returning('owner')
      .executeTakeFirst();
    return held !== undefined;
  }

  async #releaseLease(owner: string): Promise<void> {
    const { database, schema } = this.#deps;
    await database
      .schema<MessagingTables>(schema)
      .deleteFrom('outbox_lease')
      .where('owner', '=', owner)
      .execute();
  }
}

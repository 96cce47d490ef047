import { deadLetterTopicOf, topicOf } from '@millrace/contracts';
import type {
  Clock,
  Database,
  DeliveredRecord,
  EventBus,
  Logger,
  Subscription,
} from '@millrace/ports';
import { systemPrincipal } from '../access/principal.js';
import { runInScope, scopeFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import type { Metrics } from '../metrics/metrics.js';
import { decodeCloudEvent } from './cloud-event.js';
import type { WithMessaging } from './messaging-tables.js';
import type { EventSubscription } from './subscription.js';

export interface ConsumerOptions {
  /** The service's name; its consumer group too. */
  readonly service: string;
  readonly schema: string;
  readonly subscriptions: readonly EventSubscription[];
  readonly database: Database;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Tries of an event that fails for reasons of its own, before it goes to the dead letters. */
  readonly attempts?: number;
}

/**
 * Takes in events at least once and applies each effect exactly once: the event's id and its effect are one
 * transaction. While something we lean on is away (a retriable error) the event waits; an event that fails by itself
 * goes to `<topic>.dlq` with the reason after `attempts` tries.
 */
export async function consumeEvents(options: ConsumerOptions): Promise<Subscription> {
  const { service, subscriptions, bus, metrics } = options;
  const byTopic = new Map(subscriptions.map((each) => [topicOf(each.type), each]));
  const consumed = metrics.counter({
    name: 'millrace_events_consumed_total',
    help: 'Events taken in, by what became of them.',
    labels: ['topic', 'group', 'outcome'],
  });
  return bus.subscribe({
    group: service,
    topics: [...byTopic.keys()],
    handle: async (record) => {
      const scope = scopeFrom(
        (name) => record.headers[name === 'traceparent' ? 'ce_traceparent' : 'ce_correlationid'],
        systemPrincipal,
      );
      await runInScope(scope, async () => {
        const outcome = await handleRecord(options, byTopic.get(record.topic), record);
        consumed.add({ topic: record.topic, group: service, outcome });
      });
    },
  });
}

type Outcome = 'applied' | 'duplicate' | 'dead_letter';

async function handleRecord(
  options: ConsumerOptions,
  handler: EventSubscription | undefined,
  record: DeliveredRecord,
): Promise<Outcome> {
  const { clock, logger, attempts = 5 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      if (!handler)
        throw new PlatformError('invalid_argument', `Nobody takes in ${record.topic} here.`);
      return await applyOnce(options, handler, record);
    } catch (caught) {
      if (record.signal.aborted) throw caught;
      const error = PlatformError.from(caught);
      const hopeless = error.code === 'invalid_argument';
      if (!error.retriable && (hopeless || attempt >= attempts)) {
        await publishDeadLetter(options, record, error);
        return 'dead_letter';
      }
      logger.warn('An event could not be handled; it will be tried again.', {
        topic: record.topic,
        eventId: record.headers['ce_id'],
        attempt,
        cause: error.code === 'internal' ? error.cause : error,
      });
      await clock.sleep(Math.min(100 * 2 ** attempt, 10_000), record.signal);
      record.signal.throwIfAborted();
    }
  }
}

async function applyOnce(
  { database, schema }: ConsumerOptions,
  handler: EventSubscription,
  record: DeliveredRecord,
): Promise<Outcome> {
  const event = decodeCloudEvent(handler.type, record);
  const db = database.schema<WithMessaging<unknown>>(schema);
  const known = await db
    .selectFrom('processed_event')
    .select('event_id')
    .where('event_id', '=', event.id)
    .executeTakeFirst();
  if (known) return 'duplicate';
  const effect = await handler.prepare(event, record.signal);
  return db.transaction().execute(async (transaction) => {
    const first = await transaction
      .insertInto('processed_event')
      .values({ event_id: event.id })
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_id')
      .executeTakeFirst();
    if (!first) return 'duplicate';
    await effect(transaction);
    return 'applied';
  });
}

async function publishDeadLetter(
  { bus, logger, service }: ConsumerOptions,
  record: DeliveredRecord,
  error: PlatformError,
): Promise<void> {
  await bus.publish([
    {
      topic: deadLetterTopicOf(record.topic),
      key: record.key,
      headers: {
        ...record.headers,
        millrace_dead_letter_group: service,
        millrace_dead_letter_code: error.code,
        millrace_dead_letter_reason: error.message,
      },
      value: record.value,
    },
  ]);
  logger.error('An event went to the dead letters.', {
    topic: record.topic,
    eventId: record.headers['ce_id'],
    cause: error.cause ?? error,
  });
}

import type { Consumer, Kafka } from 'kafkajs';
import type { Logger, Subscription, SubscriptionOptions } from '@millrace/ports';
import { deliverBatch } from './deliver-batch.js';
import { retry } from './kafka-connection.js';
import { pause } from './pause.js';
import type { Topics } from './topics.js';

const sessionTimeoutMs = 10_000;
const heartbeatMs = 2500;
const firstBackoffMs = 500;
const longestBackoffMs = 10_000;
/** Fetches come back within a second, with or without records: a minute without any is a consumer that hangs. */
const stalledAfterMs = 60_000;

export interface SupervisedSubscription extends Subscription {
  /** Whether its consumer is at work. */
  readonly healthy: () => boolean;
}

/** Keeps a consumer at work: one that crashed for good, or hangs, is replaced by a new one. */
export function superviseSubscription(options: {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly logger: Logger;
  readonly subscription: SubscriptionOptions;
}): SupervisedSubscription {
  const { logger, subscription } = options;
  const closing = new AbortController();
  let healthy = true;
  const supervising = (async () => {
    for (let failures = 0; !closing.signal.aborted;) {
      const startedAt = Date.now();
      try {
        await consumeUntilEnd(options, closing.signal, () => (healthy = true));
      } catch (cause) {
        healthy = false;
        // A consumer that worked for a while and then crashed is no continued failure.
        failures = Date.now() - startedAt > stalledAfterMs ? 1 : failures + 1;
        if (closing.signal.aborted) break;
        logger.warn('The consumer ended; a new one will be started.', {
          group: subscription.group,
          failures,
          cause,
        });
        const milliseconds = firstBackoffMs * 2 ** Math.min(failures, 10);
        await pause(Math.min(milliseconds, longestBackoffMs), closing.signal);
      }
    }
  })();
  return {
    healthy: () => healthy,
    async close() {
      closing.abort();
      await supervising;
    },
  };
}

/** Resolves when `closing` aborts; rejects when the consumer has ended by itself. */
async function consumeUntilEnd(
  { kafka, topics, logger, subscription }: Parameters<typeof superviseSubscription>[0],
  closing: AbortSignal,
  working: () => void,
): Promise<void> {
  // Nobody waits for brokers that are away once the subscription is closed.
  await Promise.race([topics.ensure(subscription.topics), untilAborted(closing)]);
  if (closing.aborted) return;
  const consumer = kafka.consumer({
    groupId: subscription.group,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: 30_000,
    maxWaitTimeInMs: 1000,
    allowAutoTopicCreation: false,
    retry,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      let lastProgress = Date.now();
      const progressed = () => {
        lastProgress = Date.now();
        working();
      };
      const watchdog = setInterval(() => {
        if (Date.now() - lastProgress > stalledAfterMs) reject(new Error('The consumer hangs.'));
      }, heartbeatMs);
      const end = () => {
        clearInterval(watchdog);
        resolve();
      };
      closing.addEventListener('abort', end, { once: true });
      watch(consumer, progressed, (error) => {
        clearInterval(watchdog);
        reject(error);
      });
      const delivery = { handle: subscription.handle, closing, heartbeatMs, logger, progressed };
      start(consumer, subscription.topics, delivery).catch((error: unknown) => {
        clearInterval(watchdog);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  } finally {
    // Waits for the record in hand and leaves the group.
    await consumer.disconnect().catch(() => undefined);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function watch(consumer: Consumer, progressed: () => void, ended: (error: Error) => void): void {
  consumer.on(consumer.events.GROUP_JOIN, progressed);
  consumer.on(consumer.events.FETCH, progressed);
  // With `restart` the client begins anew by itself; without, the process would live on and consume nothing.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) ended(payload.error);
  });
}

async function start(
  consumer: Consumer,
  topics: readonly string[],
  delivery: Parameters<typeof deliverBatch>[1],
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: (payload) => deliverBatch(payload, delivery),
  });
}

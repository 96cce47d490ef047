import type { Admin } from 'kafkajs';
import { PlatformError } from '@millrace/platform';
import type { EventBus, Subscription } from '@millrace/ports';
import { kafkaClient, type KafkaBusOptions } from './kafka-connection.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { superviseSubscription, type SupervisedSubscription } from './kafka-subscription.js';
import { Reconnecting } from './reconnecting.js';
import { Topics } from './topics.js';

const checkMs = 4000;

/**
 * The log in Kafka. Opening never waits for a broker: publishing says when there is none, subscriptions go on trying,
 * and `check` tells.
 */
export function openKafkaEventBus(options: KafkaBusOptions): Promise<EventBus> {
  const { logger, partitions = 3, replicationFactor = -1 } = options;
  const kafka = kafkaClient(options);
  const admin = new Reconnecting<Admin>(() => kafka.admin());
  const topics = new Topics(() => admin.get(), { numPartitions: partitions, replicationFactor });
  const publisher = new KafkaPublisher(kafka, topics);
  const open = new Set<SupervisedSubscription>();
  let closed = false;
  const requireOpen = () => {
    if (closed) throw new PlatformError('unavailable', 'The event bus is closed.');
  };

  return Promise.resolve({
    async publish(records) {
      requireOpen();
      await publisher.publish(records);
    },

    async subscribe(subscription): Promise<Subscription> {
      requireOpen();
      const supervised = superviseSubscription({ kafka, topics, logger, subscription });
      open.add(supervised);
      return {
        async close() {
          open.delete(supervised);
          await supervised.close();
        },
      };
    },

    async check() {
      requireOpen();
      await describeWithin(admin, checkMs);
      if ([...open].some((subscription) => !subscription.healthy())) {
        throw new PlatformError('unavailable', 'A consumer of the event bus is not at work.');
      }
    },

    async close() {
      closed = true;
      await Promise.all([...open].map((subscription) => subscription.close()));
      await publisher.close();
      await admin.close();
    },
  });
}

async function describeWithin(admin: Reconnecting<Admin>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PlatformError('unavailable', 'The event bus does not answer.'));
    }, milliseconds);
  });
  try {
    await Promise.race([
      late,
      admin.get().then(async (client) => {
        try {
          await client.describeCluster();
        } catch (error) {
          admin.drop(client);
          throw error;
        }
      }),
    ]);
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    throw new PlatformError('unavailable', 'The event bus does not answer.', { cause });
  } finally {
    clearTimeout(timer);
  }
}

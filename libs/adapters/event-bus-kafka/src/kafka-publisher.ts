import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import { PlatformError } from '@millrace/platform';
import type { EventRecord } from '@millrace/ports';
import { retry } from './kafka-connection.js';
import { Reconnecting } from './reconnecting.js';
import type { Topics } from './topics.js';

/** Writes records with all replicas' word for it, and without doubling what a retry sends again. */
export class KafkaPublisher {
  readonly #producer: Reconnecting<Producer>;
  readonly #topics: Topics;

  constructor(kafka: Kafka, topics: Topics) {
    this.#topics = topics;
    this.#producer = new Reconnecting(() =>
      kafka.producer({
        idempotent: true,
        maxInFlightRequests: 5,
        allowAutoTopicCreation: false,
        // The same partition for a key as every other client chooses.
        createPartitioner: Partitioners.DefaultPartitioner,
        retry,
      }),
    );
  }

  /** @throws PlatformError `unavailable`, which says nothing about whether a record was written */
  async publish(records: readonly EventRecord[]): Promise<void> {
    if (records.length === 0) return;
    const byTopic = groupByTopic(records);
    try {
      await this.#topics.ensure([...byTopic.keys()]);
      const producer = await this.#producer.get();
      try {
        await producer.sendBatch({
          acks: -1,
          topicMessages: [...byTopic].map(([topic, of]) => ({
            topic,
            messages: of.map(({ key, headers, value }) => ({
              key,
              headers: { ...headers },
              value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
            })),
          })),
        });
      } catch (error) {
        // Its count of what the broker has may be wrong from here on.
        this.#producer.drop(producer);
        throw error;
      }
    } catch (cause) {
      throw new PlatformError('unavailable', 'The event bus did not take the events.', { cause });
    }
  }

  close(): Promise<void> {
    return this.#producer.close();
  }
}

function groupByTopic(records: readonly EventRecord[]): Map<string, EventRecord[]> {
  const groups = new Map<string, EventRecord[]>();
  for (const record of records) {
    const group = groups.get(record.topic);
    if (group) group.push(record);
    else groups.set(record.topic, [record]);
  }
  return groups;
}

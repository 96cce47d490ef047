import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import type { Logger } from '@millrace/ports';

export interface KafkaBusOptions {
  /** `host:port` of some of the brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Partitions of a topic we create; 3 when not given. */
  readonly partitions?: number;
  /** Copies of a topic we create; as the brokers are set when not given. */
  readonly replicationFactor?: number;
}

/** Bounded tries: beyond them our own loops begin anew, with a state that can be seen. */
export const retry = { retries: 8, initialRetryTime: 200, maxRetryTime: 2000 } as const;

/** A client whose own log lines become lines of ours. */
export function kafkaClient({ brokers, clientId, logger, ssl, sasl }: KafkaBusOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    retry,
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    ...(ssl !== undefined && { ssl }),
    ...(sasl !== undefined && { sasl }),
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, ...details } = entry.log;
      const fields = {
        component: `kafkajs ${entry.namespace}`,
        cause: details['error'],
        groupId: details['groupId'],
        topic: details['topic'],
        broker: details['broker'],
      };
      // What it calls an error is a try that failed; whether that matters is known one level up.
      logger.debug(message, fields);
    },
  });
}

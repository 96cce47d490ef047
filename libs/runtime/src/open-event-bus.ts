import type { Clock, Database, EventBus, Logger } from '@millrace/ports';
import type { ProcessConfig } from './process-config.js';

/** How what `MILLRACE_EVENT_BUS` names is opened: `database:` or `kafka://host:port,host:port`. */
export function eventBusOpener(
  config: ProcessConfig,
  {
    database,
    clock,
    logger,
    clientId,
  }: { database: Database; clock: Clock; logger: Logger; clientId: string },
): () => Promise<EventBus> {
  const uri = config.MILLRACE_EVENT_BUS;
  if (uri.startsWith('database:')) {
    return async () => {
      const { openDatabaseEventBus } = await import('@millrace/event-bus-database');
      return openDatabaseEventBus({ database, clock });
    };
  }
  return async () => {
    const { openKafkaEventBus } = await import('@millrace/event-bus-kafka');
    return openKafkaEventBus({
      brokers: uri.slice('kafka://'.length).split(','),
      clientId,
      logger,
    });
  };
}

import { mkdir } from 'node:fs/promises';
import {
  createMetrics,
  createWinstonLogger,
  PlatformError,
  systemClock,
  systemRandom,
  uuidV7,
  type Metrics,
} from '@millrace/platform';
import type { Clock, Database, EventBus, Ids, Logger, ObjectStore, Random } from '@millrace/ports';
import { openDatabase } from './open-database.js';
import { openEventBus } from './open-event-bus.js';
import { openObjectStore } from './open-object-store.js';
import type { ProcessConfig } from './process-config.js';

/** Everything a process is built on, opened once. */
export interface Adapters {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** @throws PlatformError naming the variable when something cannot be opened; what was opened before is closed */
export async function openAdapters(config: ProcessConfig, name: string): Promise<Adapters> {
  const logger = createWinstonLogger({ service: name, level: config.MILLRACE_LOG_LEVEL });
  const clock = systemClock;
  await mkdir(config.MILLRACE_DATA_DIR, { recursive: true }).catch((cause: unknown) => {
    throw new PlatformError(
      'failed_precondition',
      'The folder named by MILLRACE_DATA_DIR cannot be made or written. Choose another one.',
      { cause },
    );
  });
  const database = await openDatabase(config);
  try {
    const objects = await openObjectStore(config);
    const bus = await openEventBus(config, {
      database,
      clock,
      logger,
      clientId: `millrace-${name}`,
    });
    return {
      database,
      objects,
      bus,
      clock,
      ids: uuidV7(clock),
      random: systemRandom,
      logger,
      metrics: createMetrics(),
    };
  } catch (caught) {
    await database.close();
    throw caught;
  }
}

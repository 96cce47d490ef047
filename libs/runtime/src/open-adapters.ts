import { mkdir } from 'node:fs/promises';
import {
  createMetrics,
  createWinstonLogger,
  PlatformError,
  systemClock,
  systemRandom,
  uuidV7,
  type Metrics,
  type OpenSurroundings,
} from '@millrace/platform';
import type { Clock, Database, EventBus, Ids, Logger, ObjectStore, Random } from '@millrace/ports';
import { lateDatabase } from './late/late-database.js';
import { lateEventBus } from './late/late-event-bus.js';
import { lateObjectStore } from './late/late-object-store.js';
import { Opening } from './late/opening.js';
import { databaseOpener } from './open-database.js';
import { eventBusOpener } from './open-event-bus.js';
import { objectStoreOpener } from './open-object-store.js';
import type { ProcessConfig } from './process-config.js';

/** Everything a process is built on. Database, object store and event bus are opened by `open`: calls wait for that. */
export interface Adapters {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly bus: EventBus;
  readonly open: OpenSurroundings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface AdapterThreads {
  /** Entry file of the thread of an embedded database, where there is one; it runs in the calling thread when absent. */
  readonly database?: URL | undefined;
}

/**
 * Makes what a process is built on, and reaches for nothing beyond this host's folder.
 * @throws PlatformError naming the variable that is wrong
 */
export async function openAdapters(
  config: ProcessConfig,
  name: string,
  threads: AdapterThreads = {},
): Promise<Adapters> {
  const logger = createWinstonLogger({ service: name, level: config.MILLRACE_LOG_LEVEL });
  const clock = systemClock;
  await mkdir(config.MILLRACE_DATA_DIR, { recursive: true }).catch((cause: unknown) => {
    throw new PlatformError(
      'failed_precondition',
      'The folder named by MILLRACE_DATA_DIR cannot be made or written. Choose another one.',
      { cause },
    );
  });
  const opening = <Port extends { close(): Promise<void> }>(
    what: string,
    open: () => Promise<Port>,
  ) => new Opening({ what, open, close: (port) => port.close(), clock, logger });
  const databaseOpening = opening('database', databaseOpener(config, threads.database));
  const objectsOpening = opening('object store', objectStoreOpener(config));
  const database = lateDatabase(databaseOpening);
  const clientId = `millrace-${name}`;
  const busOpening = opening(
    'event bus',
    eventBusOpener(config, { database, clock, logger, clientId }),
  );
  return {
    database,
    objects: lateObjectStore(objectsOpening),
    bus: lateEventBus(busOpening),
    async open(prepare) {
      await Promise.all([databaseOpening.run(prepare), objectsOpening.run(), busOpening.run()]);
    },
    clock,
    ids: uuidV7(clock),
    random: systemRandom,
    logger,
    metrics: createMetrics(),
  };
}

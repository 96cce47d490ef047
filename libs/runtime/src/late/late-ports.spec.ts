import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { openDatabaseEventBus } from '@millrace/event-bus-database';
import { openFileObjectStore } from '@millrace/object-store-file';
import { systemClock } from '@millrace/platform';
import {
  describeDatabase,
  describeEventBus,
  describeObjectStore,
  memoryLogger,
  temporaryFolder,
} from '@millrace/testing';
import { lateDatabase } from './late-database.js';
import { lateEventBus } from './late-event-bus.js';
import { lateObjectStore } from './late-object-store.js';
import { Opening } from './opening.js';

async function opened<Port extends { close(): Promise<void> }>(open: () => Promise<Port>) {
  const made = new Opening({
    what: 'port',
    open,
    close: (port) => port.close(),
    clock: systemClock,
    logger: memoryLogger(),
  });
  await made.run();
  return made;
}

const openDatabase = async () =>
  lateDatabase(await opened(() => openPgliteDatabase({ memory: true })));

describeDatabase('A late PGlite', openDatabase);

describeEventBus('A late table', async () => {
  const database = await openDatabase();
  const bus = lateEventBus(
    await opened(() => openDatabaseEventBus({ database, clock: systemClock })),
  );
  return {
    ...bus,
    async close() {
      await bus.close();
      await database.close();
    },
  };
});

describeObjectStore('A late folder', async () => {
  const folder = await temporaryFolder();
  return {
    store: lateObjectStore(await opened(() => openFileObjectStore({ folder }))),
    async flipBit(key) {
      const file = await open(join(folder, 'objects', `${key}~`), 'r+');
      const byte = new Uint8Array(1);
      await file.read(byte, 0, 1, 1000);
      await file.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, 1000);
      await file.close();
    },
  };
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openPgliteDatabase } from '@millrace/database-pglite';
import {
  createMetrics,
  openAccess,
  Outbox,
  PlatformError,
  runServices,
  type RunningProcess,
  type ServiceModule,
} from '@millrace/platform';
import type { Database } from '@millrace/ports';
import { temporaryFolder } from '@millrace/testing';
import { lateDatabase } from './late/late-database.js';
import { Opening } from './late/opening.js';
import { openAdapters, type Adapters } from './open-adapters.js';
import { processConfigSchema } from './process-config.js';

// An embedded database takes its time on a busy machine.
const patient = { timeout: 60_000, interval: 10 };
vi.setConfig({ testTimeout: 90_000 });

async function adaptersWith(variables: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  const config = processConfigSchema.parse({
    MILLRACE_DATA_DIR: folder,
    MILLRACE_LOG_LEVEL: 'error',
    ...variables,
  });
  return { folder, adapters: await openAdapters(config, 'test') };
}

function start(adapters: Adapters, module: Partial<ServiceModule> = {}): Promise<RunningProcess> {
  const outbox = new Outbox({ service: 'counter', schema: 'counter', ...adapters });
  return runServices({
    name: 'counter',
    version: '1',
    services: [
      {
        module: {
          name: 'counter',
          migrations: {},
          routes: [],
          rpc: [],
          subscriptions: [],
          tasks: [],
          ...module,
        },
        outbox,
      },
    ],
    ...adapters,
    authenticator: openAccess,
    http: { host: '127.0.0.1', port: 0 },
    grpc: { host: '127.0.0.1', port: 0 },
  });
}

async function readiness({ httpPort }: RunningProcess) {
  const response = await fetch(`http://127.0.0.1:${httpPort}/readyz`);
  const { checks } = (await response.json()) as { checks: { name: string; status: string }[] };
  return {
    code: response.status,
    ...Object.fromEntries(checks.map(({ name, status }) => [name, status])),
  };
}

// Nobody listens on port 1.
const nothingThere = {
  MILLRACE_DATABASE: 'postgres://nobody@127.0.0.1:1/nothing',
  MILLRACE_OBJECT_STORE: 's3://bucket?endpoint=http://127.0.0.1:1',
  MILLRACE_S3_ACCESS_KEY: 'key',
  MILLRACE_S3_SECRET_KEY: 'secret',
  MILLRACE_EVENT_BUS: 'kafka://127.0.0.1:1',
};

describe('a process that starts with nothing there', () => {
  it('listens, says what is away, and stops in good order', async () => {
    const { adapters } = await adaptersWith(nothingThere);
    const running = await start(adapters);
    expect(await readiness(running)).toEqual({
      code: 503,
      database: 'failing',
      'object-store': 'failing',
      'event-bus': 'failing',
    });
    await running.stop();
  });

  it('is ready when its service does its work without', async () => {
    const { adapters } = await adaptersWith(nothingThere);
    const running = await start(adapters, { enduresOutages: () => true });
    expect(await readiness(running)).toEqual({
      code: 200,
      database: 'away',
      'object-store': 'away',
      'event-bus': 'away',
    });
    await running.stop();
  });

  it('has taken up what its host keeps before it listens', async () => {
    const { adapters } = await adaptersWith(nothingThere);
    const restored = vi.fn(() => Promise.resolve());
    const running = await start(adapters, { restore: restored });
    expect(restored).toHaveBeenCalledOnce();
    await running.stop();
  });
});

describe('a process that the object store refuses for good', () => {
  it('ends, and tells which variables to change', async () => {
    const { adapters } = await adaptersWith({
      ...nothingThere,
      MILLRACE_OBJECT_STORE: 's3://No_Bucket?endpoint=http://127.0.0.1:1',
    });
    const running = await start(adapters);
    await expect(running.failed).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringMatching(
        /\(InvalidBucketName\)\. Name a bucket by .* MILLRACE_OBJECT_STORE names/,
      ) as string,
    });
    await running.stop();
  });
});

/** Adapters whose database is away until it is let come. */
async function withDatabaseAway() {
  const { adapters } = await adaptersWith();
  let there = false;
  const opening = new Opening<Database>({
    what: 'database',
    open: () =>
      there
        ? openPgliteDatabase({ memory: true })
        : Promise.reject(new PlatformError('unavailable', 'Nobody answers.')),
    close: (database) => database.close(),
    clock: { ...adapters.clock, sleep: (_, signal) => adapters.clock.sleep(5, signal) },
    logger: adapters.logger,
  });
  return {
    adapters: {
      ...adapters,
      database: lateDatabase(opening),
      open: (prepare: (database: Database) => Promise<void>) => opening.run(prepare),
      metrics: createMetrics(),
    },
    come: () => {
      there = true;
    },
  };
}

describe('a database that comes later', () => {
  it('is picked up, with its schema brought to the newest form before anybody asks it', async () => {
    const { adapters, come } = await withDatabaseAway();
    const asked = vi.fn();
    const db = adapters.database.schema<{ counted: { name: string } }>('counter');
    const running = await start(adapters, {
      migrations: {
        '0001-counted': {
          up: (schema) => schema.schema.createTable('counted').addColumn('name', 'text').execute(),
        },
      },
      tasks: [
        {
          name: 'asking',
          run: async (signal) => {
            while (!signal.aborted) {
              asked(await db.selectFrom('counted').selectAll().execute().catch(PlatformError.from));
              await adapters.clock.sleep(5, signal);
            }
          },
        },
      ],
    });
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), patient);
    expect(await readiness(running)).toMatchObject({ database: 'failing' });
    come();
    await vi.waitFor(() => expect(asked).toHaveBeenLastCalledWith([]), patient);
    expect(await readiness(running)).toMatchObject({ database: 'ok' });
    // Whatever it was told before, it was told that the database is away, never that a table is not there.
    const codes = asked.mock.calls.flatMap(([answer]) =>
      answer instanceof PlatformError ? [answer.code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['unavailable']));
    await running.stop();
  });

  it('ends the process when its migration fails, by name', async () => {
    const { adapters, come } = await withDatabaseAway();
    const running = await start(adapters, {
      migrations: { '0001-broken': { up: () => Promise.reject(new Error('no such column')) } },
    });
    come();
    await expect(running.failed).rejects.toThrow('Migration 0001-broken of schema counter failed.');
    await running.stop();
  });
});

describe('a process that is stopped while it is still opening', () => {
  it('leaves no lock behind', async () => {
    const { adapters, folder } = await adaptersWith();
    const running = await start(adapters);
    await vi.waitFor(
      async () => expect(await readdir(join(folder, 'database'))).toContain('lock'),
      patient,
    );
    await running.stop();
    expect(await readdir(join(folder, 'database'))).not.toContain('lock');
  });

  it('stops before it has begun to open, too', async () => {
    const { adapters, folder } = await adaptersWith();
    const running = await start(adapters, { settled: () => new Promise(() => undefined) });
    await running.stop();
    expect(await readdir(folder)).not.toContain('database');
  });
});

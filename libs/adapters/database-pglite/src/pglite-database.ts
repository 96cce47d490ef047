import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { PlatformError } from '@millrace/platform';
import type { Database } from '@millrace/ports';
import { openEngine, type Engine } from './engine.js';
import { openEngineThread } from './engine-thread.js';
import { lockFolder } from './folder-lock.js';
import { PgliteDialect } from './pglite-dialect.js';

export type PgliteOptions =
  | {
      readonly folder: string;
      /** Entry file of a thread that calls `serveEngine`: the engine runs there. In the calling thread when absent. */
      readonly thread?: URL | undefined;
    }
  | { readonly memory: true };

const maxWaitMs = 30_000;

/**
 * PostgreSQL inside this process, over one connection. For trying out and for tests: a kill of the process loses
 * nothing that was acknowledged, but a power cut may.
 * @throws PlatformError `failed_precondition` when another process uses the folder, or it cannot be opened
 */
export async function openPgliteDatabase(options: PgliteOptions): Promise<Database> {
  if ('memory' in options) return connect(await openEngine(), () => Promise.resolve());
  await mkdir(options.folder, { recursive: true });
  const unlock = await lockFolder(join(options.folder, 'lock'));
  try {
    const dataDir = join(options.folder, 'data');
    const { thread } = options;
    const engine = thread ? openEngineThread(thread, { dataDir }) : openEngine(dataDir);
    return connect(await engine, unlock);
  } catch (cause) {
    await unlock();
    throw new PlatformError(
      'failed_precondition',
      `The database in ${options.folder} cannot be opened. Check that this user may write there and that the disk ` +
        'has room, or choose another folder with MILLRACE_DATA_DIR.',
      { cause },
    );
  }
}

function connect(engine: Engine, unlock: () => Promise<void>): Database {
  const kysely = new Kysely<unknown>({ dialect: new PgliteDialect(engine, maxWaitMs) });
  let closing: Promise<void> | undefined;
  return {
    schema: <Tables>(name: string) => kysely.withSchema(name) as unknown as Kysely<Tables>,
    async check() {
      await sql`select 1`.execute(kysely);
    },
    close() {
      closing ??= kysely.destroy().then(async () => {
        await engine.close();
        await unlock();
      });
      return closing;
    },
  };
}

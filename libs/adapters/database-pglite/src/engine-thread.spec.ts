import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDatabase, temporaryFolder } from '@millrace/testing';
import { openPgliteDatabase } from './pglite-database.js';

// Where the engine's package is found from.
const built = join(import.meta.dirname, '../dist/engine-thread.spec');
let thread: URL;

beforeAll(async () => {
  const outfile = join(built, 'engine.worker.mjs');
  await build({
    stdin: {
      contents: "import { serveEngine } from './serve-engine.js'; serveEngine();",
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@millrace/source'],
    external: ['@electric-sql/pglite'],
  });
  thread = pathToFileURL(outfile);
});

afterAll(() => rm(built, { recursive: true, force: true }));

describeDatabase('PGlite on a thread', async () =>
  openPgliteDatabase({ folder: await temporaryFolder(), thread }),
);

describe('openPgliteDatabase on a thread', () => {
  it('finds what it stored before', async () => {
    const folder = await temporaryFolder();
    const first = await openPgliteDatabase({ folder, thread });
    await sql`create table t as select 7 as seven`.execute(first.schema('public'));
    await first.close();
    const second = await openPgliteDatabase({ folder, thread });
    const { rows } = await sql`select seven from t`.execute(second.schema('public'));
    expect(rows).toEqual([{ seven: 7 }]);
    await second.close();
  });

  it('tells what the database says of a query, with its code', async () => {
    const database = await openPgliteDatabase({ folder: await temporaryFolder(), thread });
    const wrong = sql`select * from nothing`.execute(database.schema('public'));
    await expect(wrong).rejects.toMatchObject({
      message: expect.stringContaining('nothing') as string,
      code: '42P01',
    });
    await database.close();
  });

  it('tells that its thread has ended', async () => {
    const folder = await temporaryFolder();
    const database = openPgliteDatabase({
      folder,
      thread: new URL('data:text/javascript,process.exit(1)'),
    });
    await expect(database).rejects.toMatchObject({
      code: 'failed_precondition',
      cause: { code: 'unavailable' },
    });
  });
});

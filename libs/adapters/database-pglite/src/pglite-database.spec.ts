import { spawnSync } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { describeDatabase, temporaryFolder } from '@millrace/testing';
import { openPgliteDatabase } from './pglite-database.js';

describeDatabase('PGlite', () => openPgliteDatabase({ memory: true }));

/** The id of a process that has ended. */
const endedProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('openPgliteDatabase on a folder', () => {
  it('finds what it stored before', async () => {
    const folder = await temporaryFolder();
    const first = await openPgliteDatabase({ folder });
    await sql`create table t as select 7 as seven`.execute(first.schema('public'));
    await first.close();
    const second = await openPgliteDatabase({ folder });
    const { rows } = await sql`select seven from t`.execute(second.schema('public'));
    expect(rows).toEqual([{ seven: 7 }]);
    await second.close();
  });

  it('refuses a folder that is in use, naming the process and what to do', async () => {
    const folder = await temporaryFolder();
    const first = await openPgliteDatabase({ folder });
    const second = openPgliteDatabase({ folder });
    await expect(second).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringMatching(
        new RegExp(`in use by process ${process.pid}\\b.*MILLRACE_DATA_DIR`),
      ) as string,
    });
    await first.close();
    await (await openPgliteDatabase({ folder })).close();
  });

  it.each([
    ['has ended', () => ({ pid: endedProcess(), host: hostname(), started: '' })],
    [
      'had the id of another process of today',
      () => ({ pid: process.pid, host: hostname(), started: 'another boot:1' }),
    ],
  ])('takes over the lock of a process that %s', async (_, holder) => {
    if (process.platform !== 'linux' && holder().started !== '') return;
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...holder(), token: 'x' }));
    await (await openPgliteDatabase({ folder })).close();
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('takes over the lock of another host only when it is no longer refreshed', async () => {
    const folder = await temporaryFolder();
    const lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: 1, host: 'elsewhere', started: '', token: 'x' }));
    await expect(openPgliteDatabase({ folder })).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining('on elsewhere') as string,
    });
    const old = new Date(Date.now() - 120_000);
    await utimes(lock, old, old);
    await (await openPgliteDatabase({ folder })).close();
  });
});

import { describe, expect, it } from 'vitest';
import { Pool } from 'pg';
import { sql } from 'kysely';
import { describeDatabase } from '@millrace/testing';
import { openPostgresDatabase } from './postgres-database.js';

const url = process.env['MILLRACE_TEST_POSTGRES'] ?? '';

describeDatabase('PostgreSQL', () => openPostgresDatabase({ url }));

describe('openPostgresDatabase', () => {
  it('says unavailable, worth another try, when the server ends its connections', async () => {
    const database = await openPostgresDatabase({ url, poolSize: 1 });
    const admin = new Pool({ connectionString: url, max: 1 });
    const db = database.schema('public');
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    const sleeping = expect(sql`select pg_sleep(30)`.execute(db)).rejects.toMatchObject({
      code: 'unavailable',
    });
    // Asked again until the statement runs and its connection is ended.
    await expect
      .poll(async () => {
        const ended = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and state = 'active'`,
          [rows[0]?.pid],
        );
        return ended.rowCount;
      })
      .toBe(1);
    await sleeping;
    await database.check();
    await admin.end();
    await database.close();
  });

  it('names the variable to check when the server refuses the login', async () => {
    const refused = new URL(url);
    refused.pathname = '/no_such_database';
    await expect(openPostgresDatabase({ url: refused.href })).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining('MILLRACE_DATABASE') as string,
    });
  });
});

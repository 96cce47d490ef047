import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { PlatformError } from '@millrace/platform';
import type { Database } from '@millrace/ports';
import { translated } from './failures.js';
import { translatingPool } from './translating-pool.js';
import { valueTypes } from './value-types.js';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with `sslmode` when the way there is not private. */
  readonly url: string;
  readonly poolSize?: number;
}

/**
 * A PostgreSQL server, over a pool of connections.
 * @throws PlatformError `unavailable` when the server does not answer, `failed_precondition` when it refuses us
 */
export async function openPostgresDatabase(options: PostgresOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    types: valueTypes,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A process that stopped answering in the middle of a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks, idle or in use, is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: translatingPool(pool) }),
  });
  const check = async () => {
    await sql`select 1`.execute(kysely);
  };
  try {
    await requireAnswer(check);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    schema: <Tables>(name: string) => kysely.withSchema(name) as unknown as Kysely<Tables>,
    check,
    close() {
      closing ??= kysely.destroy();
      return closing;
    },
  };
}

async function requireAnswer(check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (caught) {
    const error = translated(caught);
    if (error instanceof PlatformError && error.retriable) throw error;
    throw new PlatformError(
      'failed_precondition',
      'The database refused the connection. Check the user, password and database name in MILLRACE_DATABASE.',
      { cause: caught },
    );
  }
}

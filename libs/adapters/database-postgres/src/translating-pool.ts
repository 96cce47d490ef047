import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { isConflict, translated } from './failures.js';

/** A connection pool whose errors are told apart by whether it is worth doing the same again. */
export function translatingPool(pool: Pool): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw translated(error);
      });
      const known = clients.get(client) ?? translatingClient(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function translatingClient(client: PoolClient): PostgresPoolClient {
  let broken = false;
  function query<Row>(
    text: string,
    parameters: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(
    textOrCursor: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof textOrCursor !== 'string') {
      throw new TypeError('Cursors are not used here.');
    }
    return client.query(textOrCursor, [...parameters]).then(
      ({ command, rowCount, rows }) => ({
        command: command as 'SELECT',
        rowCount: rowCount ?? 0,
        rows: rows as Row[],
      }),
      (caught: unknown) => {
        const error = translated(caught);
        broken ||= error !== caught && !isConflict(caught);
        throw error;
      },
    );
  }
  // A connection that broke may still look well for a moment; the pool must not hand it out again.
  return { query, release: () => client.release(broken) };
}

import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Database } from '@millrace/ports';
import type { Opening } from './opening.js';

/** A database whose queries wait until it is open. */
export function lateDatabase(opening: Opening<Database>): Database {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: latePool(opening) }) });
  return {
    schema: <Tables>(name: string) => kysely.withSchema(name) as unknown as Kysely<Tables>,
    check: async () => opening.now().check(),
    close: () => opening.close(),
  };
}

/** Connections of a database that may not be there yet: Kysely asks for one at each query and each transaction. */
function latePool(opening: Opening<Database>): PostgresPool {
  return {
    connect: async () => lendConnection(await opening.get()),
    end: () => Promise.resolve(),
  };
}

/** Takes one connection out, until it is released. */
function lendConnection(database: Database): Promise<PostgresPoolClient> {
  return new Promise((resolve, reject) => {
    const lent = (connection: Kysely<unknown>) =>
      new Promise<void>((release) => {
        resolve(lentClient(connection, release));
      });
    database.schema<unknown>('public').connection().execute(lent).catch(reject);
  });
}

function lentClient(connection: Kysely<unknown>, release: () => void): PostgresPoolClient {
  function query<Row>(
    text: string,
    parameters: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(
    textOrCursor: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof textOrCursor !== 'string') throw new TypeError('Cursors are not used here.');
    return connection
      .executeQuery<Row>(CompiledQuery.raw(textOrCursor, [...parameters]))
      .then(({ rows, numAffectedRows }) => ({
        // Kysely counts rows of commands that change some.
        command: numAffectedRows === undefined ? 'SELECT' : 'UPDATE',
        rowCount: Number(numAffectedRows ?? rows.length),
        rows,
      }));
  }
  return { query, release };
}

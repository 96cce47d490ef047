import type { PGlite } from '@electric-sql/pglite';

/** What an embedded PostgreSQL says of a query. */
export interface EngineAnswer {
  readonly rows: readonly unknown[];
  /** Of a query that changes some. */
  readonly affectedRows?: number | undefined;
}

/** An embedded PostgreSQL, in this thread or another. */
export interface Engine {
  query(sql: string, parameters: readonly unknown[]): Promise<EngineAnswer>;
  close(): Promise<void>;
}

/** Values come back as from the server adapter, whose `value-types.ts` says why: dates and times without a zone as text. */
const parsers = {
  1082: (value: string) => value,
  1114: (value: string) => value,
};

/**
 * Opens one in this thread. Its code is large and loaded here.
 * @param dataDir in memory when absent
 */
export async function openEngine(dataDir?: string): Promise<Engine> {
  const { PGlite: Opened } = await import('@electric-sql/pglite');
  const engine: PGlite = await Opened.create({
    parsers,
    ...(dataDir !== undefined && { dataDir }),
  });
  return {
    async query(sql, parameters) {
      const { rows, affectedRows } = await engine.query(sql, [...parameters]);
      return { rows, affectedRows };
    },
    close: () => engine.close(),
  };
}

import type { Kysely } from 'kysely';

/**
 * Relational records in the PostgreSQL dialect; every service has one schema of its own.
 *
 * The embedded engine has a single connection: inside a transaction use only the transaction's handle, a query
 * through the outer one would wait for itself.
 */
export interface Database {
  /** Typed queries against the tables of one schema. The schema is created by the first migration run. */
  schema<Tables>(name: string): Kysely<Tables>;
  /** Rejects when the engine cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
}

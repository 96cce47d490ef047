import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { PlatformError } from '../errors/platform-error.js';
import { messagingMigrations } from '../events/messaging-tables.js';

/**
 * Brings one service's schema to the newest form. Migrations run in the order of their names; each name is run once.
 * @throws PlatformError `failed_precondition` naming the migration that failed; `unavailable` when the database went away
 */
export async function migrateSchema(
  db: Kysely<unknown>,
  schema: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...messagingMigrations, ...migrations }) },
    migrationTableSchema: schema,
    allowUnorderedMigrations: false,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    if (error instanceof PlatformError && error.retriable) throw error;
    const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'unknown';
    throw new PlatformError(
      'failed_precondition',
      `Migration ${failed} of schema ${schema} failed.`,
      {
        cause: error,
      },
    );
  }
}

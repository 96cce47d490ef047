import { Migrator, sql, type Generated, type Kysely, type Migration } from 'kysely';
import type { Database } from '@millrace/ports';

export const busSchema = 'event_bus';

export interface BusTables {
  record: {
    sequence: Generated<number>;
    topic: string;
    key: string;
    headers: unknown;
    value: Uint8Array;
    published_at: Date;
  };
  /** The last record of a topic a group has handled. */
  group_offset: { group_name: string; topic: string; sequence: number };
}

const migrations: Readonly<Record<string, Migration>> = {
  '0001-log': {
    async up(db: Kysely<unknown>): Promise<void> {
      const bus = db.withSchema(busSchema).schema;
      await bus
        .createTable('record')
        .addColumn('sequence', 'bigserial', (column) => column.primaryKey())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('headers', 'jsonb', (column) => column.notNull())
        .addColumn('value', 'bytea', (column) => column.notNull())
        .addColumn('published_at', 'timestamptz', (column) => column.notNull())
        .execute();
      await bus
        .createIndex('record_topic_sequence')
        .on('record')
        .columns(['topic', 'sequence'])
        .execute();
      await bus
        .createTable('group_offset')
        .addColumn('group_name', 'text', (column) => column.notNull())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('sequence', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('group_offset_pkey', ['group_name', 'topic'])
        .execute();
    },
  },
};

/** Brings the log's own schema to the newest form. */
export async function migrateBus(database: Database): Promise<void> {
  const db = database.schema<unknown>(busSchema);
  await sql`create schema if not exists ${sql.id(busSchema)}`.execute(db);
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: busSchema,
  }).migrateToLatest();
  if (error !== undefined) throw error;
}

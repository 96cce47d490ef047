import { sql, type Generated, type Kysely, type Migration } from 'kysely';

/** Tables every service's schema has beside its own: events on their way out, and events already taken in. */
export interface MessagingTables {
  outbox: {
    sequence: Generated<number>;
    topic: string;
    key: string;
    headers: string;
    value: Uint8Array;
  };
  outbox_lease: { id: number; owner: string; until: Date };
  processed_event: { event_id: string; processed_at: Generated<Date> };
}

/** A service's table set together with the messaging tables of its schema. */
export type WithMessaging<Tables> = Tables & MessagingTables;

export const messagingMigrations: Readonly<Record<string, Migration>> = {
  '0000-messaging': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('outbox')
        .addColumn('sequence', 'bigserial', (column) => column.primaryKey())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('headers', 'text', (column) => column.notNull())
        .addColumn('value', 'bytea', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('outbox_lease')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('until', 'timestamptz', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('processed_event')
        .addColumn('event_id', 'text', (column) => column.primaryKey())
        .addColumn('processed_at', 'timestamptz', (column) =>
          column.notNull().defaultTo(sql`now()`),
        )
        .execute();
    },
  },
};

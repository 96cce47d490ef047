import type { Kysely, Migration } from 'kysely';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-served-models': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('loaded_version')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('model_key', 'text', (column) => column.notNull())
        .addColumn('algorithm', 'text', (column) => column.notNull())
        .addColumn('serving', 'boolean', (column) => column.notNull())
        .addColumn('loaded_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('loaded_version_pkey', ['model', 'version'])
        .execute();
      await db.schema
        .createTable('rejected_version')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('rejected_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('rejected_version_pkey', ['model', 'version'])
        .execute();
    },
  },
  '0002-prediction-log': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('prediction_batch')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('file', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('first_at', 'timestamptz', (column) => column.notNull())
        .addColumn('last_at', 'timestamptz', (column) => column.notNull())
        .addColumn('features', 'text', (column) => column.notNull())
        .addColumn('classes', 'text', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('prediction_batch_pkey', ['model', 'file'])
        .execute();
    },
  },
  '0003-traffic': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('traffic_plan')
        .addColumn('model', 'text', (column) => column.primaryKey())
        .addColumn('plan', 'text', (column) => column.notNull())
        .addColumn('rollback', 'text', (column) => column.notNull())
        .addColumn('set_by', 'text', (column) => column.notNull())
        .addColumn('set_at', 'timestamptz', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('rollback')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('previous_version', 'integer', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('reasons', 'text', (column) => column.notNull())
        .addColumn('at', 'timestamptz', (column) => column.notNull())
        .execute();
    },
  },
  '0004-rollback-intent': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('rollback_intent')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('previous_version', 'integer', (column) => column.notNull())
        .addColumn('reasons', 'text', (column) => column.notNull())
        .addColumn('at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('rollback_intent_pkey', ['model', 'version'])
        .execute();
    },
  },
};

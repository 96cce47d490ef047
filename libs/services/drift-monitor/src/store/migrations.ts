import type { Kysely, Migration } from 'kysely';

export const driftMigrations: Readonly<Record<string, Migration>> = {
  '0001-drift-reports': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('drift_report')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('mode', 'text', (column) => column.notNull())
        .addColumn('reference', 'jsonb', (column) => column.notNull())
        .addColumn('current', 'jsonb', (column) => column.notNull())
        .addColumn('options', 'jsonb', (column) => column.notNull())
        .addColumn('model', 'text')
        .addColumn('model_version', 'integer')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('result', 'jsonb')
        .addColumn('drifted', 'boolean')
        .addColumn('share', 'double precision')
        .addColumn('retraining_decision', 'text')
        .addColumn('retraining_reason', 'text')
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'timestamptz')
        .addColumn('scope', 'jsonb', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('drift_report_newest_first')
        .on('drift_report')
        .columns(['created_at', 'id'])
        .execute();
      await db.schema
        .createIndex('drift_report_subject')
        .on('drift_report')
        .columns(['subject', 'created_at', 'id'])
        .execute();
    },
  },
  '0002-watched-models': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('watched_model')
        .addColumn('model', 'text', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('dataset', 'text', (column) => column.notNull())
        .addColumn('dataset_version', 'integer', (column) => column.notNull())
        .addColumn('target', 'text', (column) => column.notNull())
        .addColumn('inputs', 'jsonb', (column) => column.notNull())
        .addColumn('drifted_windows', 'integer', (column) => column.notNull())
        .addColumn('training_requested_at', 'timestamptz')
        .execute();
      await db.schema
        .createTable('dataset_seen')
        .addColumn('dataset', 'text', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('prediction_batch')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('first_at', 'timestamptz', (column) => column.notNull())
        .addColumn('last_at', 'timestamptz', (column) => column.notNull())
        .addColumn('versions', 'jsonb', (column) => column.notNull())
        .addColumn('report_id', 'text')
        .execute();
      await db.schema
        .createIndex('prediction_batch_time')
        .on('prediction_batch')
        .columns(['model', 'last_at'])
        .execute();
    },
  },
};

import { sql, type Kysely, type Migration } from 'kysely';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-training-runs': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('training_run')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('dataset', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('dataset_sha256', 'text')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('trigger', 'text', (column) => column.notNull())
        .addColumn('task', 'text')
        .addColumn('target', 'text', (column) => column.notNull())
        .addColumn('metric', 'text', (column) => column.notNull())
        .addColumn('seed', 'integer', (column) => column.notNull())
        .addColumn('candidates', 'jsonb')
        .addColumn('best', 'text')
        .addColumn('stored_model', 'jsonb')
        .addColumn('model_version', 'integer')
        .addColumn('warnings', 'jsonb', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addColumn('started_at', 'timestamptz')
        .addColumn('ended_at', 'timestamptz')
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'timestamptz')
        .addColumn('takeovers', 'integer', (column) => column.notNull())
        .addColumn('registry_open', 'boolean', (column) => column.notNull())
        .addColumn('scope', 'jsonb', (column) => column.notNull())
        .addColumn('search', 'jsonb')
        .execute();
      // A new dataset version trains by itself once, however often it is announced.
      await db.schema
        .createIndex('training_run_of_dataset_version')
        .on('training_run')
        .columns(['dataset', 'version'])
        .unique()
        .where(sql.ref('trigger'), '=', sql.lit('dataset'))
        .execute();
      await db.schema
        .createIndex('training_run_by_dataset')
        .on('training_run')
        .columns(['dataset', 'id'])
        .execute();
      await db.schema
        .createIndex('training_run_by_status')
        .on('training_run')
        .columns(['status', 'id'])
        .execute();
      await db.schema
        .createTable('candidate')
        .addColumn('run_id', 'text', (column) =>
          column.notNull().references('training_run.id').onDelete('cascade'),
        )
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('algorithm', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('parameters', 'jsonb', (column) => column.notNull())
        .addColumn('validation', 'jsonb', (column) => column.notNull())
        .addColumn('fit_seconds', 'double precision')
        .addColumn('predict_micros_per_row', 'double precision')
        .addColumn('registry_run_id', 'text', (column) => column.notNull())
        .addColumn('started_at', 'timestamptz', (column) => column.notNull())
        .addColumn('ended_at', 'timestamptz', (column) => column.notNull())
        .addColumn('recorded_at', 'timestamptz')
        .addPrimaryKeyConstraint('candidate_key', ['run_id', 'name'])
        .execute();
      await db.schema
        .createTable('training_request')
        .addColumn('request_id', 'text', (column) => column.primaryKey())
        .addColumn('dataset', 'text', (column) => column.notNull())
        .addColumn('version', 'integer')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('drift_report_id', 'text')
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('outcome_reason', 'text', (column) => column.notNull())
        .addColumn('run_id', 'text')
        .addColumn('received_at', 'timestamptz', (column) => column.notNull())
        .execute();
    },
  },
  '0002-run-options': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('training_run')
        .addColumn('options', 'jsonb', (column) => column.notNull().defaultTo('{}'))
        .execute();
    },
  },
  '0003-training-progress': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('training_run')
        .addColumn('progress', 'double precision', (column) => column.notNull().defaultTo(0))
        .addColumn('expected_end', 'timestamptz')
        .addColumn('warm_starts', 'jsonb')
        .execute();
      await db.schema
        .alterTable('candidate')
        .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('attempt')
        .addColumn('run_id', 'text', (column) =>
          column.notNull().references('training_run.id').onDelete('cascade'),
        )
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('algorithm', 'text', (column) => column.notNull())
        .addColumn('parameters', 'jsonb', (column) => column.notNull())
        .addColumn('trial', 'integer')
        .addColumn('folds', 'integer', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('started_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('attempt_key', ['run_id', 'name'])
        .execute();
      await db.schema
        .createTable('fold')
        .addColumn('run_id', 'text', (column) =>
          column.notNull().references('training_run.id').onDelete('cascade'),
        )
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('metrics', 'jsonb', (column) => column.notNull())
        .addColumn('fit_seconds', 'double precision', (column) => column.notNull())
        .addColumn('predict_micros_per_row', 'double precision', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('ended_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('fold_key', ['run_id', 'name', 'number'])
        .execute();
    },
  },
  '0004-scratch': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('training_run')
        .addColumn('scratch', 'boolean', (column) => column.notNull().defaultTo(false))
        .execute();
      // Runs of earlier versions that did not end well left theirs behind.
      await (db as Kysely<{ training_run: { status: string; scratch: boolean } }>)
        .updateTable('training_run')
        .set({ scratch: true })
        .where('status', '!=', 'succeeded')
        .execute();
    },
  },
};

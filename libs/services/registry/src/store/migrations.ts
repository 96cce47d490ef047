import { sql, type Kysely, type Migration } from 'kysely';

export const registryMigrations: Readonly<Record<string, Migration>> = {
  '0001-runs': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('experiment')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('run')
        .addColumn('run_id', 'text', (column) => column.primaryKey())
        .addColumn('experiment', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('parent_run_id', 'text')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('started_at', 'timestamptz', (column) => column.notNull())
        .addColumn('ended_at', 'timestamptz')
        .addColumn('parameters', 'jsonb', (column) => column.notNull())
        .addColumn('metrics', 'jsonb', (column) => column.notNull())
        .addColumn('tags', 'jsonb', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('run_newest_first')
        .on('run')
        .columns(['experiment', 'started_at', 'run_id'])
        .execute();
      await db.schema.createIndex('run_parent').on('run').column('parent_run_id').execute();
      await db.schema
        .createTable('run_artifact')
        .addColumn('run_id', 'text', (column) => column.notNull())
        .addColumn('path', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('run_artifact_pk', ['run_id', 'path'])
        .execute();
    },
  },
  '0002-models': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('model')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('latest_version', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('model_version')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('run_id', 'text', (column) => column.notNull().unique())
        .addColumn('algorithm', 'text', (column) => column.notNull())
        .addColumn('model_key', 'text', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('signature', 'jsonb', (column) => column.notNull())
        .addColumn('lineage', 'jsonb', (column) => column.notNull())
        .addColumn('metric', 'text', (column) => column.notNull())
        .addColumn('holdout_metrics', 'jsonb', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addColumn('gate_decision', 'text')
        .addColumn('gate_reasons', 'jsonb')
        .addColumn('gate_decided_at', 'timestamptz')
        .addPrimaryKeyConstraint('model_version_pk', ['model', 'version'])
        .execute();
      await db.schema
        .createTable('model_alias')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('alias', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('model_alias_pk', ['model', 'alias'])
        .addForeignKeyConstraint('model_alias_version', ['model', 'version'], 'model_version', [
          'model',
          'version',
        ])
        .execute();
      await db.schema
        .createTable('alias_change')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('alias', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('previous_version', 'integer')
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'timestamptz', (column) => column.notNull())
        .execute();
    },
  },
  '0003-artifact-digests': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('run_artifact').addColumn('sha256', 'text').execute();
    },
  },
  '0004-words-for-ends': {
    async up(db: Kysely<unknown>): Promise<void> {
      // Candidates that were stopped early or left out were `failed` for want of words of their own.
      const word = sql<string>`tags ->> 'millrace.candidateStatus'`;
      await (db as Kysely<{ run: { status: string } }>)
        .updateTable('run')
        .set({ status: word })
        .where('status', '=', 'failed')
        .where(word, 'in', ['stopped', 'skipped'])
        .execute();
    },
  },
};

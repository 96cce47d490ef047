import type { Kysely, Migration } from 'kysely';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-datasets': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('dataset')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('latest_version', 'integer', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('target', 'text')
        .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('dataset_version')
        .addColumn('dataset', 'text', (column) => column.notNull().references('dataset.name'))
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('md5', 'text', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('columns', 'text', (column) => column.notNull())
        .addColumn('target', 'text')
        .addColumn('data_key', 'text', (column) => column.notNull())
        .addColumn('frame_key', 'text', (column) => column.notNull())
        .addColumn('profile', 'text', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('dataset_version_pkey', ['dataset', 'version'])
        .addUniqueConstraint('dataset_version_content', ['dataset', 'sha256'])
        .execute();
      await db.schema
        .createTable('rejected_upload')
        .addColumn('dataset', 'text', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('rejected_at', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('rejected_upload_pkey', ['dataset', 'sha256'])
        .execute();
    },
  },
};

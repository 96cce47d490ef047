import type { ColumnType as Stored, Kysely } from 'kysely';
import type { WithMessaging } from '@millrace/platform';

export interface DatasetTable {
  name: string;
  /** 0 until the first version is committed, which happens in the transaction that adds the row. */
  latest_version: number;
  rows: number;
  target: string | null;
  updated_at: Date;
}

/** A `bigint`: some engines hand it out as text. */
type Bigint = Stored<number | string, number, number>;

export interface DatasetVersionTable {
  dataset: string;
  version: number;
  md5: string;
  sha256: string;
  bytes: Bigint;
  rows: number;
  /** JSON of `[{name, type}]`; text, because JSON columns cannot hold every character a file can. */
  columns: string;
  target: string | null;
  data_key: string;
  frame_key: string;
  /** JSON of the profile. */
  profile: string;
  created_at: Date;
}

/** Files kept aside; one row a dataset and content, so that its event is sent once. */
export interface RejectedUploadTable {
  dataset: string;
  sha256: string;
  rejected_at: Date;
}

export interface IngestionTables {
  dataset: DatasetTable;
  dataset_version: DatasetVersionTable;
  rejected_upload: RejectedUploadTable;
}

/** The service's schema, or a transaction on it. */
export type IngestionDb = Kysely<WithMessaging<IngestionTables>>;

import type { ColumnType } from '@millrace/frame';

/** One immutable state of a dataset. */
export interface DatasetVersionRecord {
  readonly dataset: string;
  readonly version: number;
  readonly md5: string;
  readonly sha256: string;
  /** Size of the data, in bytes. */
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly VersionColumn[];
  /** The column to learn. */
  readonly target: string | undefined;
  readonly dataKey: string;
  readonly frameKey: string;
  readonly createdAt: Date;
}

export interface VersionColumn {
  readonly name: string;
  readonly type: ColumnType;
}

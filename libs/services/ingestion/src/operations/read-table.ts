import { PlatformError, type Fault } from '@millrace/platform';
import type { VersionColumn } from '../domain/dataset-version.js';

/** What a CSV file holds, ready to be stored. */
export interface TableContent {
  readonly rows: number;
  readonly columns: readonly VersionColumn[];
  /** The columnar form. */
  readonly encoded: Uint8Array;
  /** JSON of the profile. */
  readonly profile: string;
}

export type ReadTable = { readonly table: TableContent } | { readonly faults: readonly Fault[] };

export function readTable(_bytes: AsyncIterable<Uint8Array>): Promise<ReadTable> {
  throw new PlatformError('unimplemented', 'Not yet.');
}

import { CsvError, CsvReader, encodeFrame, profileFrame, type Frame } from '@millrace/frame';
import type { Fault } from '@millrace/platform';
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

/** Reads a CSV file; what is wrong with it comes back, what keeps it from coming in is thrown. */
export async function readTable(bytes: AsyncIterable<Uint8Array>): Promise<ReadTable> {
  const reader = new CsvReader();
  for await (const chunk of bytes) reader.push(chunk);
  let frame: Frame;
  try {
    frame = reader.finish();
  } catch (error) {
    if (error instanceof CsvError) return { faults: error.faults };
    throw error;
  }
  return {
    table: {
      rows: frame.rowCount,
      columns: frame.columns.map(({ name, type }) => ({ name, type })),
      encoded: encodeFrame(frame),
      profile: JSON.stringify(profileFrame(frame)),
    },
  };
}

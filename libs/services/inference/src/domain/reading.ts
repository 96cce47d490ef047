import { PlatformError, type ErrorCode, type Fault } from '@millrace/platform';
import type { InputTable } from './input-table.js';
import type { ReadInput } from './read-input.js';

/** What a body was for one model: its rows, or why there are none. Plain data, which threads hand to each other. */
export type Reading = ReadInput | { readonly refused: Refusal };

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly faults: readonly Fault[];
}

/** What another thread made of a body: what it says beside its rows, and the rows where it knew for which model. */
export interface BodyReading<Head> {
  readonly head: Head;
  readonly reading: Reading | undefined;
}

/** Keeps what `read` throws for whoever asks for the rows. */
export function readingOf(read: () => ReadInput): Reading {
  try {
    const input = read();
    return 'table' in input ? { table: inSharedMemory(input.table) } : input;
  } catch (caught) {
    if (!(caught instanceof PlatformError)) throw caught;
    const { code, message, faults } = caught;
    return { refused: { code, message, faults } };
  }
}

/** @throws PlatformError what reading threw */
export function readInputOf(reading: Reading): ReadInput {
  if (!('refused' in reading)) return reading;
  const { code, message, faults } = reading.refused;
  throw new PlatformError(code, message, { faults });
}

/** The same rows where other threads find them too, so that handing them over copies nothing. */
function inSharedMemory(table: InputTable): InputTable {
  const values = new Float64Array(new SharedArrayBuffer(table.values.byteLength));
  values.set(table.values);
  return { ...table, values };
}

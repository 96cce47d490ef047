import type { Client } from '@millrace/api';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** What a command works with once the global options are known. */
export interface Session extends Terminal {
  readonly client: Client;
  /** Shows a result: as JSON with `--json`, otherwise as `text` lays it out. */
  readonly show: (result: unknown, text: () => string) => void;
}

/** Opened when a command runs, not before: only then are the global options parsed. */
export type OpenSession = () => Session;

/** Something the person can put right; its message is the one line they see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command did its work, and the answer is no: a failed run, drift where none was wanted. */
export class NegativeResult extends Error {
  override readonly name = 'NegativeResult';
}

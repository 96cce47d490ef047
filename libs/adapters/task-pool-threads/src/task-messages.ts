import type { ErrorCode, Fault } from '@millrace/platform';

/** What the pool sends to a thread. */
export interface TaskMessage {
  readonly id: number;
  readonly input: unknown;
}

/** What a thread answers: errors lose their class on the way, so they travel as data. */
export type TaskAnswer =
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number;
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly faults: readonly Fault[];
        /** The stack of what was caught, for the log alone. */
        readonly detail?: string;
      };
    };

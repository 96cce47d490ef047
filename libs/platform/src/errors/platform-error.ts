/** What went wrong, in the vocabulary of gRPC status codes. */
export type ErrorCode =
  | 'invalid_argument'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'already_exists'
  | 'failed_precondition'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'resource_exhausted'
  | 'cancelled'
  | 'deadline_exceeded'
  | 'unavailable'
  | 'corrupt'
  | 'unimplemented'
  | 'internal';

/** One fault of an input: where it is and what is wrong there. */
export interface Fault {
  /** JSON pointer, column name or parameter name. */
  readonly field?: string;
  /** 1-based line of an uploaded file. */
  readonly line?: number;
  readonly message: string;
}

export interface PlatformErrorOptions {
  readonly faults?: readonly Fault[];
  /** When the same may be asked again, where that is known. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error that crosses a boundary. Its message is for the person at the other end: no paths, no stacks. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: ErrorCode;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** Whether doing the same again may succeed. Programmer errors and bad input never do. */
  get retriable(): boolean {
    return (
      this.code === 'unavailable' ||
      this.code === 'deadline_exceeded' ||
      this.code === 'resource_exhausted'
    );
  }

  /** Turns anything caught into a `PlatformError`; what is not one becomes `internal` with an opaque message. */
  static from(caught: unknown): PlatformError {
    if (caught instanceof PlatformError) return caught;
    return new PlatformError('internal', 'An internal error occurred.', { cause: caught });
  }
}

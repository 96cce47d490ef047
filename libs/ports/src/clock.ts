/** Wall clock and timers, replaceable in tests. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

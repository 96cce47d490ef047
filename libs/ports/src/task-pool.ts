/** Runs CPU-bound, self-contained tasks away from the event loop. Input and output are structured-cloneable. */
export interface TaskPool<Input, Output> {
  /** How many tasks run at the same time. */
  readonly size: number;
  /**
   * @throws PlatformError `cancelled` when `signal` aborts (the task's thread is ended, so within a second),
   * `deadline_exceeded` when it runs longer than `timeoutMs`.
   */
  run(input: Input, options: { signal: AbortSignal; timeoutMs: number }): Promise<Output>;
  close(): Promise<void>;
}

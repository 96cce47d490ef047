/**
 * News of runs inside this process, so that nobody here has to wait for the next look at the database. Other
 * processes find out by polling.
 */
export class RunSignals {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Wakes everyone who waits for this run, and everyone who waits for any. */
  changed(runId: string): void {
    for (const topic of [runId, anyRun]) {
      const waiting = this.#waiting.get(topic);
      this.#waiting.delete(topic);
      waiting?.forEach((wake) => wake());
    }
  }

  /** Calls `wake` at the next change of the run; the returned function takes that back. */
  onNextChange(runId: string, wake: () => void): () => void {
    const waiting = this.#waiting.get(runId) ?? new Set();
    waiting.add(wake);
    this.#waiting.set(runId, waiting);
    return () => {
      waiting.delete(wake);
      if (waiting.size === 0 && this.#waiting.get(runId) === waiting) this.#waiting.delete(runId);
    };
  }
}

/** Stands for every run. */
export const anyRun = '*';

/** Whether somebody waits for what is done (`asked`), or nobody does (`spare`). */
export type Urgency = 'asked' | 'spare';

/** Who has a thread next: in the order they came, and what is spare only when nothing that was asked waits. */
export class ThreadTurns {
  readonly #waiting: Record<Urgency, (() => void)[]> = { asked: [], spare: [] };
  #free: number;

  /** @param threads at work at the same time */
  constructor(threads: number) {
    this.#free = threads;
  }

  /** Every turn ends with `leave`. @returns `undefined` for a turn at once */
  take(urgency: Urgency): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free--;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting[urgency].push(resolve));
  }

  leave(): void {
    const next = this.#waiting.asked.shift() ?? this.#waiting.spare.shift();
    if (next) next();
    else this.#free++;
  }
}

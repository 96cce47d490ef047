import type { Clock } from '@millrace/ports';

/** Wakes those who wait for records of a topic; what is published between two waits is not missed. */
export class WakeUp {
  readonly #published = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** To be taken before looking for records, and handed to `wait` when there were none. */
  mark(topic: string): number {
    return this.#published.get(topic) ?? 0;
  }

  wake(topic: string): void {
    this.#published.set(topic, this.mark(topic) + 1);
    for (const resolve of this.#waiting.get(topic) ?? []) resolve();
  }

  /** Until something is published after `mark`, `signal` aborts, or `maxMs` have passed. */
  async wait(
    topic: string,
    mark: number,
    { clock, signal, maxMs }: { clock: Clock; signal: AbortSignal; maxMs: number },
  ): Promise<void> {
    if (this.mark(topic) !== mark) return;
    const waiting = this.#waiting.get(topic) ?? new Set();
    this.#waiting.set(topic, waiting);
    const done = new AbortController();
    const resolve = () => {
      done.abort();
    };
    waiting.add(resolve);
    await clock.sleep(maxMs, AbortSignal.any([signal, done.signal]));
    waiting.delete(resolve);
  }
}

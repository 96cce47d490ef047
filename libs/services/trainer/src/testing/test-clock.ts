import { systemClock } from '@millrace/platform';
import type { Clock } from '@millrace/ports';

/** A clock that runs as the real one does, can be moved on, and can stand still as that of a killed process. */
export class TestClock implements Clock {
  #offset = 0;
  #stopped = false;

  now(): Date {
    return new Date(systemClock.now().getTime() + this.#offset);
  }

  /** Naps instead of sleeping: a loop goes round quickly, without spinning. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        if (!this.#stopped) end();
      };
      const timer = setTimeout(wake, Math.min(milliseconds, 10));
      signal?.addEventListener('abort', end);
      function end(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      }
    });
  }

  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }

  /** From now on nobody wakes up, those who are asleep already included, but to be told that it is over. */
  stop(): void {
    this.#stopped = true;
  }
}

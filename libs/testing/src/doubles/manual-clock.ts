import type { Clock } from '@millrace/ports';

export interface ManualClock extends Clock {
  /** Lets time pass: whoever sleeps no longer than that wakes, in the order of their times. */
  advance(milliseconds: number): void;
  /** How many are asleep. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that moves only by `advance`. */
export function manualClock(start: Date = new Date('2026-01-01T00:00:00Z')): ManualClock {
  let now = start.getTime();
  const sleepers = new Set<Sleeper>();
  return {
    now: () => new Date(now),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || milliseconds <= 0) {
          resolve();
          return;
        }
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: now + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    advance(milliseconds) {
      now += milliseconds;
      const due = [...sleepers].filter(({ until }) => until <= now);
      for (const { wake } of due.sort((a, b) => a.until - b.until)) wake();
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}

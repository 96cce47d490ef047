import type { Clock } from '@millrace/ports';

/** Aborts at a point in time; never when there is none, or once `over` has aborted. */
export function abortsAt(clock: Clock, until: Date | undefined, over: AbortSignal): AbortSignal {
  const reached = new AbortController();
  if (until) void wait(until);
  return reached.signal;

  async function wait(end: Date): Promise<void> {
    for (;;) {
      const left = end.getTime() - clock.now().getTime();
      if (over.aborted) return;
      if (left <= 0) return reached.abort();
      // Timers hold no more than 2^31 ms.
      await clock.sleep(Math.min(left, 86_400_000), over);
    }
  }
}

/** The first of some points in time, of which any may be missing. */
export function earliest(...times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce(
    (first, time) => (!first || (time && time < first) ? time : first),
    undefined,
  );
}

export function secondsAfter(start: Date, seconds: number | null | undefined): Date | undefined {
  return seconds === null || seconds === undefined
    ? undefined
    : new Date(start.getTime() + seconds * 1000);
}

import type { AsynchronousHalving, Step } from './halving.js';

/** How many climb at the same time, whatever the machine. */
const climbers = 8;

export type Climb = Extract<Step, { kind: 'climb' }>;

/**
 * Carries a search out as eight workers of the same speed would: decision number n sees the results of the decisions up to
 * n - 8, and no other, however early they came. So a search is the same on any number of threads, at any speed, and when it
 * is done again over results that are there already; and where it has to wait, it is for the oldest of eight.
 * @param climb has a trial climb, and says its scores on all folds so far; undefined when it came to none
 * @throws what `climb` throws, after all that is under way has ended
 */
export async function climbInOrder(
  halving: AsynchronousHalving,
  climb: (step: Climb) => Promise<readonly number[] | undefined>,
): Promise<void> {
  const underWay: (() => Promise<void>)[] = [];
  const promises: Promise<unknown>[] = [];
  try {
    for (;;) {
      if (underWay.length === climbers) await underWay.shift()?.();
      const step = halving.next();
      if (step.kind === 'over') return;
      if (step.kind === 'wait') {
        underWay.push(() => Promise.resolve());
        continue;
      }
      const result = climb(step);
      // Failures are seen in their turn.
      result.catch(() => undefined);
      promises.push(result);
      underWay.push(async () => halving.tell(step.trial, step.rung, await result));
    }
  } finally {
    await Promise.allSettled(promises);
  }
}

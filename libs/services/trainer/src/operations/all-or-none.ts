import { PlatformError } from '@millrace/platform';

/**
 * Works on all items side by side. What keeps one from ending well or badly keeps the whole run: the others stop.
 * @throws the reason of the first that could not end
 */
export async function allOrNone<Item, Result>(
  held: AbortSignal,
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([held, failure.signal]);
  const ends = await Promise.allSettled(
    items.map(async (item) => {
      try {
        return await work(item, signal);
      } catch (error) {
        failure.abort();
        throw error;
      }
    }),
  );
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (reasons.length > 0) throw reasons.find((reason) => !isCancelled(reason)) ?? reasons[0];
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

function isCancelled(reason: unknown): boolean {
  return reason instanceof PlatformError && reason.code === 'cancelled';
}

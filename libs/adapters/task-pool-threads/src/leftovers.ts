import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Less is left to V8, which collects when the heap asks for it: what lies outside, as typed arrays do, it hardly counts. */
const worthCollecting = 64 * 2 ** 20;

let collect: (() => void) | undefined;

/**
 * Frees what a task has left behind in this thread, where that is much: for tasks of seconds, in threads that keep nothing
 * large. It stops the thread for tens of milliseconds.
 */
export function clearLeftovers(): void {
  if (process.memoryUsage().arrayBuffers < worthCollecting) return;
  collect ??= collector();
  collect();
}

/** V8 gives its collector to contexts that are made while this flag is set. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (found as () => void) : () => undefined;
}

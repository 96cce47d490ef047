import type { RunningProcess } from '@millrace/platform';

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      for (const each of ['SIGINT', 'SIGTERM'] as const) {
        process.removeListener(each, stop);
        process.once(each, () => process.exit(130));
      }
      resolve(signal);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

/**
 * Waits for the signal to stop.
 * @throws what the process cannot go on with, after it has been stopped
 */
export async function untilStopped(
  running: RunningProcess,
  stopped: Promise<NodeJS.Signals>,
): Promise<NodeJS.Signals> {
  try {
    return await Promise.race([stopped, running.failed]);
  } catch (caught) {
    await running.stop();
    throw caught;
  }
}

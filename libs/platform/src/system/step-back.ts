import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Gives the calling thread the lowest priority, for work that nobody waits for: it takes the time that other threads leave.
 * Only where the system has priorities of single threads, which is Linux; elsewhere nothing changes.
 */
export function stepBack(): void {
  const thread = linuxThread();
  if (thread !== undefined) setPriority(thread, constants.priority.PRIORITY_LOW);
}

/** The system's number of the calling thread. */
export function linuxThread(): number | undefined {
  try {
    const [, thread] = /\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self')) ?? [];
    return thread === undefined ? undefined : Number(thread);
  } catch {
    return undefined;
  }
}

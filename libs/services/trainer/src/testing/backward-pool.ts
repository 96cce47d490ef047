import { setImmediate } from 'node:timers/promises';
import { inlinePool } from '@millrace/task-pool-threads';
import { runCandidateTask, type CandidateTaskResult } from '../domain/learning.js';
import type { CandidatePool } from './trainer-bench.js';

/** A pool that does the newest of its tasks first. */
export function backwardPool(): CandidatePool {
  const inner = inlinePool(runCandidateTask);
  const waiting: (() => Promise<void>)[] = [];
  let running = false;
  async function work(): Promise<void> {
    running = true;
    // Whoever wants to add a task may do so first.
    await setImmediate();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await next();
      await setImmediate();
    }
    running = false;
  }
  return {
    size: 3,
    run(task, options) {
      const result = new Promise<CandidateTaskResult>((resolve, reject) => {
        waiting.push(() => inner.run(task, options).then(resolve, reject));
      });
      if (!running) void work();
      return result;
    },
    close: () => inner.close(),
  };
}

import { PlatformError } from '@millrace/platform';
import type { TaskPool } from '@millrace/ports';
import { TaskThread } from './task-thread.js';

export interface ThreadPoolOptions {
  /** The thread's entry file, which calls `serveTasks`. */
  readonly worker: URL;
  /** How many tasks run at the same time, each on a thread of its own. */
  readonly size: number;
  /** A thread without a task for so long is ended, and what it holds is free; the next task starts another. Never when absent. */
  readonly idleMs?: number;
}

interface Waiting {
  readonly start: (thread: TaskThread) => void;
  readonly refuse: (error: PlatformError) => void;
}

/**
 * A `TaskPool` over worker threads. Threads start with their first task and are ended and replaced when a task is
 * cancelled, runs out of time or takes its thread down; the time limit counts from the task's start, not its queueing.
 */
export function openThreadPool<Input, Output>(options: ThreadPoolOptions): TaskPool<Input, Output> {
  const { worker, size, idleMs } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new PlatformError('invalid_argument', 'A pool needs one thread or more.');
  }
  const idle = Array.from({ length: size }, () => new TaskThread(worker, idleMs));
  const threads = [...idle];
  const waiting: Waiting[] = [];
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  function threadFor(signal: AbortSignal): Promise<TaskThread> {
    const free = idle.pop();
    if (free) return Promise.resolve(free);
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        start: (thread) => {
          signal.removeEventListener('abort', onAbort);
          resolve(thread);
        },
        refuse: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      const onAbort = () => {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(entry);
    });
  }

  async function runOnThread(
    input: Input,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
  ): Promise<Output> {
    if (signal.aborted) throw cancelled();
    if (closing.signal.aborted) throw closed();
    const thread = await threadFor(signal);
    try {
      const either = AbortSignal.any([signal, closing.signal]);
      return (await thread.run(input, { signal: either, timeoutMs })) as Output;
    } catch (error) {
      if (closing.signal.aborted && !signal.aborted) throw closed();
      throw error;
    } finally {
      const next = waiting.shift();
      if (next) next.start(thread);
      else idle.push(thread);
    }
  }

  return {
    size,
    run(input, runOptions) {
      const task = runOnThread(input, runOptions);
      running.add(task);
      const forget = () => running.delete(task);
      task.then(forget, forget);
      return task;
    },
    async close() {
      closing.abort();
      for (const { refuse } of waiting.splice(0)) refuse(closed());
      await Promise.allSettled(running);
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function cancelled(): PlatformError {
  return new PlatformError('cancelled', 'The task was cancelled.');
}

// Retriable: the work can be done again, by another process if not by this one.
function closed(): PlatformError {
  return new PlatformError('unavailable', 'The pool is closing.');
}

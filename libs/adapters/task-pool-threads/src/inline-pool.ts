import { PlatformError } from '@millrace/platform';
import type { TaskPool } from '@millrace/ports';

/**
 * A `TaskPool` of size one that runs its tasks in this thread, one after the other: for tests. A task that never
 * yields cannot be interrupted here; cancelling and time limits take hold at its first `await`.
 */
export function inlinePool<Input, Output>(
  run: (input: Input) => Output | Promise<Output>,
): TaskPool<Input, Output> {
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  async function runInTurn(
    before: Promise<unknown>,
    input: Input,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
  ): Promise<Output> {
    const deadline = new AbortController();
    const reason = () =>
      signal.aborted
        ? new PlatformError('cancelled', 'The task was cancelled.')
        : closing.signal.aborted
          ? new PlatformError('unavailable', 'The pool is closing.')
          : new PlatformError(
              'deadline_exceeded',
              `The task ran longer than ${timeoutMs / 1000} s.`,
            );
    const stop = AbortSignal.any([signal, closing.signal, deadline.signal]);
    const stopped = new Promise<never>((_, reject) => {
      if (stop.aborted) reject(reason());
      else stop.addEventListener('abort', () => reject(reason()), { once: true });
    });
    await Promise.race([before.catch(() => undefined), stopped]);
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    try {
      return await Promise.race([outputOf(run, structuredClone(input)), stopped]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    size: 1,
    run(input, options) {
      const task = runInTurn(last, input, options);
      last = task.catch(() => undefined);
      return task;
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}

async function outputOf<Input, Output>(
  run: (input: Input) => Output | Promise<Output>,
  input: Input,
): Promise<Output> {
  // What a thread would do to the output: nothing is shared with the task.
  try {
    return structuredClone(await run(input));
  } catch (caught) {
    throw PlatformError.from(caught);
  }
}

import { Worker } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';
import { withSharedBytes } from './share-bytes.js';
import type { TaskAnswer, TaskMessage } from './task-messages.js';

/** One worker thread, started with its first task and again after it was ended. Runs one task at a time. */
export class TaskThread {
  readonly #entry: URL;
  readonly #idleMs: number | undefined;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #sequence = 0;

  /** @param idleMs ends the thread after so long without a task */
  constructor(entry: URL, idleMs?: number) {
    this.#entry = entry;
    this.#idleMs = idleMs;
  }

  /**
   * @throws PlatformError `cancelled` or `deadline_exceeded` once the thread has been ended for it, `internal` when
   * the thread ends by itself or its answer cannot be read, and whatever the task throws.
   */
  async run(
    input: unknown,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
  ): Promise<unknown> {
    if (signal.aborted) throw cancelled();
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#spawn());
    const message: TaskMessage = { id: ++this.#sequence, input: withSharedBytes(input) };
    worker.ref();
    try {
      return await answerFrom(worker, message, signal, timeoutMs);
    } catch (error) {
      if (!(error instanceof AnsweredError)) {
        await this.close();
        throw error;
      }
      throw error.answer;
    } finally {
      // An idle thread keeps no process alive.
      this.#worker?.unref();
      if (this.#idleMs !== undefined) {
        this.#idle = setTimeout(() => void this.close(), this.#idleMs).unref();
      }
    }
  }

  /** Ends the thread; the next task starts another. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #spawn(): Worker {
    const worker = new Worker(this.#entry);
    // A thread that dies between two tasks is replaced by the next one; without a listener it would end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** The task itself failed: its thread is sound and stays. */
class AnsweredError extends Error {
  readonly answer: PlatformError;

  constructor(answer: PlatformError) {
    super(answer.message);
    this.answer = answer;
  }
}

function answerFrom(
  worker: Worker,
  message: TaskMessage,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        settle(() =>
          reject(
            new PlatformError(
              'deadline_exceeded',
              `The task ran longer than ${timeoutMs / 1000} s.`,
            ),
          ),
        ),
      timeoutMs,
    );
    const onAbort = () => settle(() => reject(cancelled()));
    const onError = (cause: unknown) => settle(() => reject(threadEnded(cause)));
    const onExit = (code: number) =>
      settle(() => reject(threadEnded(new Error(`The thread ended with exit code ${code}.`))));
    const onAnswer = (answer: TaskAnswer) => {
      if (answer.id !== message.id) return;
      settle(() => {
        if ('output' in answer) resolve(answer.output);
        else {
          const { code, message: text, faults, detail } = answer.error;
          reject(new AnsweredError(new PlatformError(code, text, { faults, cause: detail })));
        }
      });
    };
    // This thread has less room for nested values than the other: what came over cannot always be read.
    const onUnreadable = (cause: unknown) =>
      settle(() => {
        const text = 'The answer of a task cannot be read.';
        reject(new AnsweredError(new PlatformError('internal', text, { cause })));
      });
    function settle(end: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      worker.off('error', onError).off('exit', onExit);
      worker.off('message', onAnswer).off('messageerror', onUnreadable);
      end();
    }
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('error', onError).on('exit', onExit);
    worker.on('message', onAnswer).on('messageerror', onUnreadable);
    try {
      worker.postMessage(message);
    } catch (cause) {
      settle(() =>
        reject(
          new AnsweredError(
            new PlatformError('invalid_argument', 'The task cannot be sent to a thread.', {
              cause,
            }),
          ),
        ),
      );
    }
  });
}

function cancelled(): PlatformError {
  return new PlatformError('cancelled', 'The task was cancelled.');
}

function threadEnded(cause: unknown): PlatformError {
  return new PlatformError('internal', "The task's thread ended before it answered.", { cause });
}

import { parentPort } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';
import { clearLeftovers } from './leftovers.js';
import type { TaskAnswer, TaskMessage } from './task-messages.js';

/**
 * The other end of `openThreadPool`: call it once in the worker's entry file. Answers each task with what `run`
 * returns or throws; a `PlatformError` keeps its code, anything else becomes `internal`.
 * @param handOver memory of an output that is moved to the caller instead of copied: nobody here may use it afterwards
 * @throws TypeError outside a worker thread
 */
export function serveTasks<Input, Output>(
  run: (input: Input) => Output | Promise<Output>,
  handOver: (output: Output) => ArrayBuffer[] = () => [],
): void {
  const port = parentPort;
  if (!port) throw new TypeError('serveTasks belongs into a worker thread.');
  port.on('message', ({ id, input }: TaskMessage) => {
    void answerOf(id, () => run(input as Input))
      .then((answer) => {
        port.postMessage(answer, 'output' in answer ? handOver(answer.output as Output) : []);
      })
      // In a turn of its own: nothing of the task is in use any more.
      .then(() => setImmediate(clearLeftovers));
  });
}

async function answerOf(id: number, run: () => unknown): Promise<TaskAnswer> {
  try {
    return { id, output: await run() };
  } catch (caught) {
    const { code, message, faults, cause } = PlatformError.from(caught);
    const detail = cause instanceof Error ? cause.stack : undefined;
    return { id, error: { code, message, faults, ...(detail !== undefined && { detail }) } };
  }
}

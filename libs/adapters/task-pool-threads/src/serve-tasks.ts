import { parentPort, type MessagePort } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';
import type { TaskAnswer, TaskMessage } from './task-messages.js';

export interface ServeTasksOptions<Output> {
  /** Memory of an output that is moved to the caller instead of copied: nobody here may use it afterwards. */
  readonly handOver?: (output: Output) => ArrayBuffer[];
  /** What is done between tasks, once an answer is on its way: nothing of its task is in use any more. */
  readonly afterwards?: () => void;
}

/**
 * The other end of `openThreadPool`: call it once in the worker's entry file. Answers each task with what `run`
 * returns or throws; a `PlatformError` keeps its code, anything else becomes `internal`, and so does an output that
 * cannot be sent.
 * @throws TypeError outside a worker thread
 */
export function serveTasks<Input, Output>(
  run: (input: Input) => Output | Promise<Output>,
  { handOver = () => [], afterwards }: ServeTasksOptions<Output> = {},
): void {
  const port = parentPort;
  if (!port) throw new TypeError('serveTasks belongs into a worker thread.');
  port.on('message', ({ id, input }: TaskMessage) => {
    void answerOf(id, () => run(input as Input))
      .then((answer) => {
        send(port, answer, 'output' in answer ? handOver(answer.output as Output) : []);
      })
      .then(() => {
        if (afterwards) setImmediate(afterwards);
      });
  });
}

async function answerOf(id: number, run: () => unknown): Promise<TaskAnswer> {
  try {
    return { id, output: await run() };
  } catch (caught) {
    return failureOf(id, caught);
  }
}

/** What cannot be cloned, or is nested too deeply for that, must not take the thread down. */
function send(port: MessagePort, answer: TaskAnswer, memory: ArrayBuffer[]): void {
  try {
    port.postMessage(answer, memory);
  } catch (caught) {
    port.postMessage(failureOf(answer.id, caught));
  }
}

function failureOf(id: number, caught: unknown): TaskAnswer {
  const { code, message, faults, cause } = PlatformError.from(caught);
  const detail = cause instanceof Error ? cause.stack : undefined;
  return { id, error: { code, message, faults, ...(detail !== undefined && { detail }) } };
}

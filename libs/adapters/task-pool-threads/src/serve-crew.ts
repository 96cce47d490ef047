import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import {
  place,
  type CrewAnswer,
  type CrewSeat,
  type CrewWork,
  type KernelRunner,
} from './crew-messages.js';

/**
 * The other end of `openCrew`: call it once in the worker's entry file. The thread sleeps between one piece of work and
 * the next, and ends with the thread that opened the crew.
 */
export function serveCrew(run: KernelRunner): void {
  const { control, index, size, port } = workerData as CrewSeat;
  for (let seen = 0; ;) {
    Atomics.wait(control, place.work, seen);
    seen = Atomics.load(control, place.work);
    const received = receiveMessageOnPort(port) as { message: CrewWork } | undefined;
    if (!received) continue;
    const { kernel, input } = received.message;
    const answer = answerOf(() => run(kernel, input, { index, size }));
    port.postMessage(answer, 'output' in answer ? buffersIn(answer.output) : []);
    Atomics.add(control, place.finished, 1);
    Atomics.notify(control, place.finished);
  }
}

function answerOf(run: () => unknown): CrewAnswer {
  try {
    return { output: run() };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Buffers that can be handed over instead of being copied. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value !== null && typeof value === 'object') {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return [...found];
}
